namespace CycleGanPS.Core.Threading;

/// <summary>
/// Bounds how much memory work takes up in all threads together: of small work there may be much at once, of large work little, and one
/// piece of any size. A thread that is inside already is let in again, since it would wait for itself.
/// </summary>
/// <param name="most">Bytes at once.</param>
internal sealed class ByteGate(long most)
{
    private readonly object _change = new();
    private readonly ThreadLocal<bool> _isInside = new();
    private long _taken;

    /// <summary>Does work that takes up so many bytes, as soon as there is room for them.</summary>
    public T Run<T>(long bytes, Func<T> work)
    {
        if (_isInside.Value)
        {
            return work();
        }

        lock (_change)
        {
            while (_taken > 0 && _taken + bytes > most)
            {
                Monitor.Wait(_change);
            }

            _taken += bytes;
        }

        _isInside.Value = true;
        try
        {
            return work();
        }
        finally
        {
            _isInside.Value = false;
            lock (_change)
            {
                _taken -= bytes;
                Monitor.PulseAll(_change);
            }
        }
    }
}
