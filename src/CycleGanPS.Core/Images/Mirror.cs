namespace CycleGanPS.Core.Images;

/// <summary>What lies beyond the border of a picture: its mirror image, without repeating the border itself.</summary>
internal static class Mirror
{
    /// <summary>…2 1 | 0 1 2 … n−1 | n−2 n−3…, and on and on for pictures smaller than their margin.</summary>
    public static int Index(int index, int length)
    {
        if ((uint)index < (uint)length || length == 1)
        {
            return length == 1 ? 0 : index;
        }

        var period = 2 * (length - 1);
        index = ((index % period) + period) % period;
        return index < length ? index : period - index;
    }
}
