using System.Management.Automation.Host;

namespace CycleGanPS.Shell.Host;

/// <summary>The little that scripts may ask about the screen.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    private const int WidthWithoutScreen = 120;
    private const int HeightWithoutScreen = 50;
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    public override ConsoleColor ForegroundColor { get; set; } = (ConsoleColor)(-1);

    public override ConsoleColor BackgroundColor { get; set; } = (ConsoleColor)(-1);

    public override Size BufferSize
    {
        get => new(Width, 9999);
        set { }
    }

    public override Size WindowSize
    {
        get => new(Width, Height);
        set { }
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "";

    public override bool KeyAvailable => false;

    /// <summary>Columns of the terminal, or a page's width where there is none.</summary>
    public static int Width => OutputCapture.Width ?? (Console.IsOutputRedirected ? WidthWithoutScreen : Known(Console.WindowWidth, UsualWidth));

    /// <summary>Rows of the terminal, or a page's height where there is none.</summary>
    public static int Height => Console.IsOutputRedirected ? HeightWithoutScreen : Known(Console.WindowHeight, UsualHeight);

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException("The embedded host reads lines, not keys.");

    public override int LengthInBufferCells(char source) => CharacterCells.Count([source]);

    public override int LengthInBufferCells(string source) => CharacterCells.Count(source);

    public override int LengthInBufferCells(string source, int offset) => CharacterCells.Count(source.AsSpan(offset));

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException("The embedded host cannot read the screen.");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
    }

    // A terminal may not know its size.
    private static int Known(int size, int usual) => size > 0 ? size : usual;
}
