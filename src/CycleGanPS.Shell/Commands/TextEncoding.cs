using System.Management.Automation;
using System.Text;

namespace CycleGanPS.Shell.Commands;

/// <summary>Takes the encoding names PowerShell takes: utf8 and friends, a web name, a code page, an Encoding.</summary>
public sealed class TextEncoding : ArgumentTransformationAttribute
{
    /// <summary>UTF-8 without a byte order mark: the default of every command that writes text.</summary>
    public static readonly Encoding Default = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject o ? o.BaseObject : inputData;
        return value switch
        {
            Encoding encoding => encoding,
            int page => Encoding.GetEncoding(page),
            string name => Find(name),
            _ => inputData,
        };
    }

    private static Encoding Find(string name) => name.ToLowerInvariant() switch
    {
        "ascii" => Encoding.ASCII,
        "bigendianunicode" => Encoding.BigEndianUnicode,
        "bigendianutf32" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        "default" or "utf8" or "utf8nobom" or "oem" or "ansi" => Default,
        "utf8bom" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "string" or "unicode" or "unknown" => Encoding.Unicode,
        "utf32" => Encoding.UTF32,
        _ => int.TryParse(name, out var page) ? Encoding.GetEncoding(page) : Encoding.GetEncoding(name),
    };
}
