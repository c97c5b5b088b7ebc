namespace CycleGanPS.Bench;

/// <summary>Something to run again and again.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>
    /// Floating-point operations of the networks' convolutions in one run, two for a multiplication with its addition; 0 if there is
    /// no network.
    /// </summary>
    public virtual double Operations => 0;

    /// <summary>Images in one run; those of a step are of each domain.</summary>
    public virtual int Items => 1;

    public abstract void Run();

    /// <summary>A first run, which does not count.</summary>
    public virtual void WarmUp() => Run();

    public virtual void Dispose()
    {
    }
}
