using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CycleGanPS.Core.Networks.Convolutions.Winograd;

/// <summary>Between rows of pixels in memory, a plane for each channel, and vectors of eight channels, a vector for each pixel.</summary>
internal static unsafe class Lanes
{
    /// <summary>Channels, and floats, in a vector.</summary>
    public const int Count = 8;

    /// <summary>Whether this processor has what the transforms need.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Asks for what eight planes have at a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* row, nint plane)
    {
        Sse.Prefetch0(row);
        Sse.Prefetch0(row + plane);
        Sse.Prefetch0(row + (2 * plane));
        Sse.Prefetch0(row + (3 * plane));
        Sse.Prefetch0(row + (4 * plane));
        Sse.Prefetch0(row + (5 * plane));
        Sse.Prefetch0(row + (6 * plane));
        Sse.Prefetch0(row + (7 * plane));
    }

    /// <summary>Six pixels in a row of eight planes to six vectors. Reads two pixels more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadSix(float* row, nint plane, float* pixels)
    {
        var (low01, high01) = (Avx.UnpackLow(Load(row, plane, 0), Load(row, plane, 1)), Avx.UnpackHigh(Load(row, plane, 0), Load(row, plane, 1)));
        var (low23, high23) = (Avx.UnpackLow(Load(row, plane, 2), Load(row, plane, 3)), Avx.UnpackHigh(Load(row, plane, 2), Load(row, plane, 3)));
        var (low45, high45) = (Avx.UnpackLow(Load(row, plane, 4), Load(row, plane, 5)), Avx.UnpackHigh(Load(row, plane, 4), Load(row, plane, 5)));
        var (low67, high67) = (Avx.UnpackLow(Load(row, plane, 6), Load(row, plane, 7)), Avx.UnpackHigh(Load(row, plane, 6), Load(row, plane, 7)));
        var (first03, first47) = (Avx.Shuffle(low01, low23, 0x44), Avx.Shuffle(low45, low67, 0x44));
        var (second03, second47) = (Avx.Shuffle(low01, low23, 0xEE), Avx.Shuffle(low45, low67, 0xEE));
        var (third03, third47) = (Avx.Shuffle(high01, high23, 0x44), Avx.Shuffle(high45, high67, 0x44));
        var (fourth03, fourth47) = (Avx.Shuffle(high01, high23, 0xEE), Avx.Shuffle(high45, high67, 0xEE));
        Avx.Permute2x128(first03, first47, 0x20).Store(pixels);
        Avx.Permute2x128(second03, second47, 0x20).Store(pixels + Count);
        Avx.Permute2x128(third03, third47, 0x20).Store(pixels + (2 * Count));
        Avx.Permute2x128(fourth03, fourth47, 0x20).Store(pixels + (3 * Count));
        Avx.Permute2x128(first03, first47, 0x31).Store(pixels + (4 * Count));
        Avx.Permute2x128(second03, second47, 0x31).Store(pixels + (5 * Count));
    }

    /// <summary>Four pixels in a row of eight planes to four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadFour(float* row, nint plane, float* pixels)
    {
        var (planes04, planes15) = (LoadPair(row, plane, 0), LoadPair(row, plane, 1));
        var (planes26, planes37) = (LoadPair(row, plane, 2), LoadPair(row, plane, 3));
        StoreTransposed(planes04, planes15, planes26, planes37, pixels);
    }

    /// <summary>Four pixels in a row, from eight places on, to four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadFour(float* first, int* places, float* pixels)
    {
        var (places04, places15) = (LoadPair(first, places, 0), LoadPair(first, places, 1));
        var (places26, places37) = (LoadPair(first, places, 2), LoadPair(first, places, 3));
        StoreTransposed(places04, places15, places26, places37, pixels);
    }

    /// <summary>Four vectors, one after another, to four pixels in a row of eight planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFour(float* pixels, float* row, nint plane) =>
        StoreFour(
            Vector256.Load(pixels), Vector256.Load(pixels + Count), Vector256.Load(pixels + (2 * Count)), Vector256.Load(pixels + (3 * Count)), row, plane);

    /// <summary>Four vectors to four pixels in a row of eight planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFour(Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth, float* row, nint plane)
    {
        TransposeFour(first, second, third, fourth, out var planes04, out var planes15, out var planes26, out var planes37);
        StorePair(planes04, row, plane, 0);
        StorePair(planes15, row, plane, 1);
        StorePair(planes26, row, plane, 2);
        StorePair(planes37, row, plane, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3, float* target)
    {
        TransposeFour(row0, row1, row2, row3, out var column0, out var column1, out var column2, out var column3);
        column0.Store(target);
        column1.Store(target + Count);
        column2.Store(target + (2 * Count));
        column3.Store(target + (3 * Count));
    }

    // Each half of the registers is a matrix of 4×4 by itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(
        Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3,
        out Vector256<float> column0, out Vector256<float> column1, out Vector256<float> column2, out Vector256<float> column3)
    {
        var (low01, high01) = (Avx.UnpackLow(row0, row1), Avx.UnpackHigh(row0, row1));
        var (low23, high23) = (Avx.UnpackLow(row2, row3), Avx.UnpackHigh(row2, row3));
        column0 = Avx.Shuffle(low01, low23, 0x44);
        column1 = Avx.Shuffle(low01, low23, 0xEE);
        column2 = Avx.Shuffle(high01, high23, 0x44);
        column3 = Avx.Shuffle(high01, high23, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float* row, nint plane, int channel) => Vector256.Load(row + (channel * plane));

    // Plane k in the lower half, plane k + 4 in the upper.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadPair(float* row, nint plane, int channel) =>
        Vector256.Create(Vector128.Load(row + (channel * plane)), Vector128.Load(row + ((channel + 4) * plane)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadPair(float* first, int* places, int place) =>
        Vector256.Create(Vector128.Load(first + places[place]), Vector128.Load(first + places[place + 4]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector256<float> pair, float* row, nint plane, int channel)
    {
        pair.GetLower().Store(row + (channel * plane));
        pair.GetUpper().Store(row + ((channel + 4) * plane));
    }
}
