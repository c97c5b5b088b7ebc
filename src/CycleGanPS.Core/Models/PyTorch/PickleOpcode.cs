namespace CycleGanPS.Core.Models.PyTorch;

/// <summary>The operations of a pickle that are refused.</summary>
internal static class PickleOpcode
{
    /// <summary>What to call an operation in an error.</summary>
    public static string NameOf(byte opcode) => (char)opcode switch
    {
        'i' => "INST (makes an object of a class)",
        'o' => "OBJ (makes an object of a class)",
        '\x81' => "NEWOBJ (makes an object of a class)",
        '\x92' => "NEWOBJ_EX (makes an object of a class)",
        'P' => "PERSID (a persistent object as text)",
        '\x82' or '\x83' or '\x84' => "EXT (an object of the extension registry)",
        '\x97' or '\x98' => "NEXT_BUFFER (data outside the pickle)",
        _ => $"0x{opcode:x2}",
    };
}
