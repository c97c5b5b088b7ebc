namespace CycleGanPS.Core.Threading;

/// <summary>
/// Threads that live as long as the process, as many as there have been pieces of work at once. They are for work that changes its thread,
/// and for work with much native memory: what a thread has freed stays with the heap that it was given at its start, so that new threads
/// time and again would in the end leave their peak in every heap.
/// </summary>
internal sealed class LastingThreads : TaskScheduler
{
    private readonly object _change = new();
    private readonly Queue<Task> _queue = new();
    private int _waiting;

    private LastingThreads()
    {
    }

    public static LastingThreads Shared { get; } = new();

    protected override void QueueTask(Task task)
    {
        lock (_change)
        {
            _queue.Enqueue(task);
            if (_queue.Count <= _waiting)
            {
                Monitor.Pulse(_change);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "CycleGanPS work" }.Start();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_change)
        {
            return [.. _queue];
        }
    }

    private void Work()
    {
        while (true)
        {
            Task? task;
            lock (_change)
            {
                _waiting++;
                while (!_queue.TryDequeue(out task))
                {
                    Monitor.Wait(_change);
                }

                _waiting--;
            }

            TryExecuteTask(task);
        }
    }
}
