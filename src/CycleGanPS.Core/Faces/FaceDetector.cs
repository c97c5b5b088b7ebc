using CycleGanPS.Core.Images;
using CycleGanPS.Core.Machine;
using CycleGanPS.Core.Models.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CycleGanPS.Core.Faces;

/// <summary>
/// Finds faces with YuNet, or another model that takes and gives what it does, by ONNX Runtime on the CPU. For several threads at once.
/// </summary>
internal sealed class FaceDetector : IDisposable
{
    // Of 600 selfies it is as sure of 98 in 100, and of no second face that is none.
    private const double LeastScore = 0.7;

    // It knows faces of about 10 to 300 pixels a side. Larger photos are reduced to this, so that a face that fills one is found, and so
    // is one of a fiftieth of its length.
    private const int LongestSide = 640;

    // The last of its grids has squares of 32 pixels.
    private const int Multiple = 32;

    private readonly InferenceSession _session;
    private readonly string _path;
    private readonly string _input;
    private readonly (int Width, int Height)? _only;
    private readonly string[] _outputs = [.. FaceCandidates.Strides.SelectMany(stride => FaceCandidates.Outputs.Select(output => $"{output.Name}_{stride}"))];

    private FaceDetector(InferenceSession session, string path)
    {
        (_session, _path) = (session, path);
        var (name, input) = session.InputMetadata.FirstOrDefault();
        if (session.InputMetadata.Count != 1 || !HasShape(input, 4) || input.Dimensions[1] != 3 || !FaceCandidates.Strides.All(HasOutputs))
        {
            throw new CycleGanException(
                FaultKind.UnreadableModel,
                $"'{path}' is not a face detector: it does not take a picture and give {string.Join(", ", _outputs)}, as YuNet does.",
                path) { Remedy = Remedy.InstallDetector };
        }

        _input = name;
        _only = input.Dimensions is [_, _, > 0 and var height, > 0 and var width] ? (width, height) : null;
    }

    /// <exception cref="CycleGanException">The file is missing, damaged, or another kind of model.</exception>
    public static FaceDetector Open(string path)
    {
        OnnxModelFile.Inspect(path);
        // Photos are looked at side by side, so one thread for each is enough.
        var session = OnnxSessions.Guard(path, "a face detector", () => OnnxSessions.Open(path, threads: 1));
        try
        {
            return new FaceDetector(session, path);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The faces of a photo, the largest first.</summary>
    /// <exception cref="CycleGanException">What the model gives are no faces.</exception>
    public IReadOnlyList<DetectedFace> Find(RgbImage photo)
    {
        var (mostWide, mostHigh) = _only ?? (LongestSide, LongestSide);
        var factor = Math.Min(1, Math.Min((double)mostWide / photo.Width, (double)mostHigh / photo.Height));
        int Reduced(int length) => Math.Max((int)Math.Round(length * factor), 1);
        var seen = PillowResampler.Resize(photo, Reduced(photo.Width), Reduced(photo.Height), Resampling.Bicubic);
        int Padded(int length) => (length + Multiple - 1) / Multiple * Multiple;
        var (width, height) = _only ?? (Padded(seen.Width), Padded(seen.Height));
        var values = Run(Planes(seen, width, height), width, height);
        var found = FaceCandidates.Strides.SelectMany(stride =>
            FaceCandidates.Read(name => values[$"{name}_{stride}"], stride, width / stride, LeastScore));
        var (x, y) = ((double)photo.Width / seen.Width, (double)photo.Height / seen.Height);
        // An array, whose faces can be had by number also where this is written into a pipeline; what the compiler makes of […] has no index there.
        return FaceCandidates.Distinct(found).Select(face => Scaled(face, x, y)).ToArray();
    }

    public void Dispose() => _session.Dispose();

    // Blue, green, red from 0 to 255, as OpenCV has them, in the upper left corner of black.
    private static float[] Planes(RgbImage picture, int width, int height)
    {
        var planes = new float[3 * width * height];
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var read = 3 * ((y * picture.Width) + x);
                for (var channel = 0; channel < 3; channel++)
                {
                    planes[((2 - channel) * width * height) + (y * width) + x] = picture.Pixels[read + channel];
                }
            }
        }

        return planes;
    }

    private Dictionary<string, float[]> Run(float[] planes, int width, int height)
    {
        try
        {
            using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, height, width]);
            using var run = new RunOptions();
            using var results = _session.Run(run, [_input], [input], _outputs);
            var values = _outputs.Zip(results, (name, result) => (name, result.GetTensorDataAsSpan<float>().ToArray())).ToDictionary();
            if (FaceCandidates.Strides.All(stride => FaceCandidates.Outputs.All(
                output => values[$"{output.Name}_{stride}"].Length == output.Values * (width / stride) * (height / stride))))
            {
                return values;
            }
        }
        catch (OnnxRuntimeException fault)
        {
            throw Refuse(width, height, fault);
        }

        throw Refuse(width, height, null);
    }

    private CycleGanException Refuse(int width, int height, Exception? fault) => new(
        FaultKind.UnreadableModel,
        $"The face detector '{_path}' failed on a picture of {width}×{height}: it is damaged, or another kind of model.",
        _path,
        fault) { Remedy = Remedy.InstallDetector };

    private bool HasOutputs(int stride) => FaceCandidates.Outputs.All(output =>
        _session.OutputMetadata.TryGetValue($"{output.Name}_{stride}", out var port)
        && HasShape(port, 3) && (port.Dimensions[2] < 0 || port.Dimensions[2] == output.Values));

    private static bool HasShape(NodeMetadata port, int dimensions) =>
        port.IsTensor && port.ElementDataType == TensorElementType.Float && port.Dimensions.Length == dimensions;

    private static DetectedFace Scaled(DetectedFace face, double x, double y)
    {
        FacePoint In(FacePoint point) => new(point.X * x, point.Y * y);
        return new DetectedFace
        {
            Score = face.Score,
            Left = face.Left * x,
            Top = face.Top * y,
            Width = face.Width * x,
            Height = face.Height * y,
            Eyes = (In(face.Eyes.Left), In(face.Eyes.Right)),
            Mouth = In(face.Mouth),
        };
    }
}
