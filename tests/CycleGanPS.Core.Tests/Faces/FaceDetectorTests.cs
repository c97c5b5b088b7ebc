using CycleGanPS.Core.Faces;
using CycleGanPS.Core.Images;
using Xunit;

namespace CycleGanPS.Core.Tests.Faces;

public sealed class FaceDetectorTests
{
    [Fact]
    public void Faces_are_found_where_they_are()
    {
        using var detector = FaceDetector.Open(SquarePhotos.Detector);

        var faces = detector.Find(SquarePhotos.With(300, 200, (6, 4, 255, 0), (13, 7, 204, 51)));

        Assert.Equal(2, faces.Count);
        Near(72, faces[0].Left);
        Near(40, faces[0].Top);
        Near(64, faces[0].Width);
        Near(64, faces[0].Height);
        Near(1, faces[0].Score);
        Near(new FacePoint(88, 72), faces[0].Eyes.Left);
        Near(new FacePoint(120, 72), faces[0].Eyes.Right);
        Near(new FacePoint(104, 104), faces[0].Mouth);
        Near(0.8, faces[1].Score);
        Near(new FacePoint(200, 116.8), faces[1].Eyes.Left);
        Near(new FacePoint(232, 123.2), faces[1].Eyes.Right);
        Assert.Equal("64×64 at 72,40 (1.00)", faces[0].ToString());
    }

    [Fact]
    public void Of_candidates_for_one_face_the_surest_counts_and_what_is_doubtful_does_not()
    {
        using var detector = FaceDetector.Open(SquarePhotos.Detector);

        var faces = detector.Find(SquarePhotos.With(320, 160, (3, 3, 230, 0), (4, 3, 250, 0), (14, 4, 150, 0)));

        Near(40, Assert.Single(faces).Left);
    }

    [Fact]
    public void A_large_photo_is_reduced_and_its_faces_are_told_in_its_own_pixels()
    {
        using var detector = FaceDetector.Open(SquarePhotos.Detector);
        var large = PillowResampler.Resize(SquarePhotos.With(640, 480, (10, 10, 255, 0)), 2560, 1920, Resampling.Bicubic);

        var face = Assert.Single(detector.Find(large));

        Near(4 * 136, face.Left);
        Near(4 * 64, face.Width);
        Near(new FacePoint(4 * 152, 4 * 168), face.Eyes.Left);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 33)]
    [InlineData(5000, 3)]
    public void Any_photo_may_be_without_a_face(int width, int height)
    {
        using var detector = FaceDetector.Open(SquarePhotos.Detector);
        Assert.Empty(detector.Find(new RgbImage(width, height)));
    }

    [Theory]
    [InlineData("animegan-style.onnx", "is not a face detector")]
    [InlineData("fixed-unit.onnx", "is not a face detector")]
    [InlineData("classifier.onnx", "is not a face detector")]
    [InlineData("cut-off.onnx", "is not an ONNX model, or it is damaged")]
    [InlineData("opset-999.onnx", "cannot run")]
    [InlineData("weights-outside.onnx", "from the model's own folder only")]
    public void Another_model_is_refused_with_its_name(string name, string expected)
    {
        var fault = Assert.Throws<CycleGanException>(() => FaceDetector.Open(Fixtures.Path("onnx", name)));
        Assert.Equal(FaultKind.UnreadableModel, fault.Kind);
        Assert.Contains(name, fault.Message);
        Assert.Contains(expected, fault.Message);
    }

    [Fact]
    public void A_model_that_gives_too_few_numbers_is_refused_with_the_photo()
    {
        using var detector = FaceDetector.Open(Fixtures.Path("faces", "too-few.onnx"));
        var fault = Assert.Throws<CycleGanException>(() => detector.Find(new RgbImage(64, 64)));
        Assert.Equal(FaultKind.UnreadableModel, fault.Kind);
        Assert.Contains("64×64", fault.Message);
    }

    // By hand: the square in column 2 of row 1 in a grid of 8 pixels, 3 squares wide.
    [Fact]
    public void The_numbers_of_a_square_become_a_face()
    {
        var values = new Dictionary<string, float[]> { ["cls"] = new float[6], ["obj"] = new float[6], ["bbox"] = new float[24], ["kps"] = new float[60] };
        (values["cls"][5], values["obj"][5]) = (0.81f, 4f);
        new[] { 0.25f, 0.5f, (float)Math.Log(2), 0f }.CopyTo(values["bbox"], 20);
        new[] { 0f, 0f, 1f, 0f, 0f, 0f, 0f, 2f, 1f, 2f }.CopyTo(values["kps"], 50);

        var face = Assert.Single(FaceCandidates.Read(name => values[name], stride: 8, columns: 3, leastScore: 0.5));

        Near(0.9, face.Score);
        Near(10, face.Left);
        Near(8, face.Top);
        Near(16, face.Width);
        Near(8, face.Height);
        Near(new FacePoint(16, 8), face.Eyes.Left);
        Near(new FacePoint(24, 8), face.Eyes.Right);
        Near(new FacePoint(20, 24), face.Mouth);
    }

    [Theory]
    [InlineData("cls", float.NaN)]
    [InlineData("bbox", float.PositiveInfinity)]
    [InlineData("kps", float.NaN)]
    public void What_is_no_number_is_no_face(string output, float value)
    {
        var values = new Dictionary<string, float[]>
        {
            ["cls"] = [1f], ["obj"] = [1f], ["bbox"] = new float[4], ["kps"] = [0, 0, 1, 0, 0, 0, 0, 1, 1, 1],
        };
        Assert.Single(FaceCandidates.Read(name => values[name], 8, 1, 0.5));
        values[output][0] = value;
        Assert.Empty(FaceCandidates.Read(name => values[name], 8, 1, 0.5));
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 0.01);

    private static void Near(FacePoint expected, FacePoint actual) => Assert.InRange((expected - actual).Length, 0, 0.01);
}
