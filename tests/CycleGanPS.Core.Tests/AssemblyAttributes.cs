using Xunit;

// TorchSharp's random state and thread count belong to the process; tests that set them may not overlap.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
