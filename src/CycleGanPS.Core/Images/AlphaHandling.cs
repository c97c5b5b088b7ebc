namespace CycleGanPS.Core.Images;

/// <summary>What becomes of transparency when a picture is read as RGB.</summary>
internal enum AlphaHandling
{
    /// <summary>The picture is laid over white, as a viewer would show it.</summary>
    OverWhite,

    /// <summary>Alpha is dropped and the colours stay as stored: Pillow's <c>convert("RGB")</c>, which metrics are defined with.</summary>
    Drop,
}
