namespace CycleGanPS.Core.Metrics;

/// <summary>How pictures are brought to the 299×299 of the network. Numbers of the two do not compare.</summary>
public enum FeatureResize
{
    /// <summary>Bilinear without antialiasing inside the network, as pytorch-fid and the original code have it.</summary>
    PyTorchFid,

    /// <summary>Pillow's antialiased bicubic before the network, as clean-fid has it.</summary>
    Clean,
}
