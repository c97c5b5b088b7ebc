namespace CycleGanPS.Core.Models.Onnx;

/// <summary>Keys and values in the metadata of our ONNX models, beside the record <c>cyclegan.json</c>.</summary>
internal static class OnnxMetadata
{
    public const string ValueRange = "value_range";
    public const string SignedUnit = "[-1,1]";

    public const string Layout = "layout";
    public const string ChannelsFirst = "NCHW";

    public const string ChannelOrder = "channel_order";
    public const string Rgb = "RGB";
}
