namespace CycleGanPS.Core.Faces;

/// <summary>A place in a photo, or a way in it, in pixels.</summary>
internal readonly record struct FacePoint(double X, double Y)
{
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public static FacePoint operator +(FacePoint one, FacePoint other) => new(one.X + other.X, one.Y + other.Y);

    public static FacePoint operator -(FacePoint one, FacePoint other) => new(one.X - other.X, one.Y - other.Y);

    public static FacePoint operator *(FacePoint point, double factor) => new(point.X * factor, point.Y * factor);
}
