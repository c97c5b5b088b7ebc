using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Images;

/// <summary>Numbers of pixels that fill no vector, some, and some with a rest; what lies behind the last pixel stays.</summary>
public sealed unsafe class PixelLayoutTests
{
    [Fact]
    public void PixelsGetAFourthByteAndLoseIt()
    {
        for (var count = 0; count < 30; count++)
        {
            byte[] three = [.. Enumerable.Range(0, 3 * count).Select(place => (byte)(7 * place))];
            byte[] expected = [.. Enumerable.Range(0, 4 * count).Select(place => place % 4 == 3 ? (byte)255 : three[(place / 4 * 3) + (place % 4)]), 99];
            var four = new byte[(4 * count) + 1];
            var back = new byte[(3 * count) + 1];
            four[^1] = back[^1] = 99;
            fixed (byte* source = three, wide = four, narrow = back)
            {
                PixelLayout.Widen(source, wide, count);
                PixelLayout.Narrow(wide, narrow, count);
            }

            Assert.Equal(expected, four);
            Assert.Equal([.. three, 99], back);
        }
    }
}
