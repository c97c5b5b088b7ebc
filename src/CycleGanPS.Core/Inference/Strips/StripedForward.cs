using CycleGanPS.Core.Networks;
using CycleGanPS.Core.Networks.Convolutions;
using CycleGanPS.Core.Options;
using TorchSharp;
using TorchSharp.Modules;
using static CycleGanPS.Core.Machine.Scalars;
using static TorchSharp.torch;

namespace CycleGanPS.Core.Inference.Strips;

/// <summary>
/// Runs a generator on an image too large for its feature maps to fit into memory. The image goes through in strips of rows, which
/// overlap as far as the convolutions reach, and each instance normalisation takes its mean and variance from the whole
/// map: one pass gathers them, the next one uses them. So there are no seams, and the result is that of the whole image to
/// rounding. What is not kept between the passes is computed again, about a third of the work.
/// </summary>
internal sealed class StripedForward
{
    // Strips have some 50 MB at full resolution; of a picture so wide that this is less, they have the fewest rows.
    private const long StripBytes = 50_000_000;
    private const int FewestRows = 4;

    // What the widest convolutions reach beyond the rows or columns that they are to give, on both sides together.
    private const int Reach = 6;

    // A strip is there several times at once: as it was, normalised, cut off below 0, padded, as the convolution orders it, and convolved;
    // and so are the rows of the maps before it that it was made of.
    private const int Copies = 10;

    // What a run in strips of some 50 MB takes, with all that comes and goes beside the maps.
    private const long UsualStrips = 400_000_000;

    // Maps of a quarter of the image's sides are always kept, two at a time in the residual blocks.
    private const int KeptReduction = 4;

    private readonly GeneratorNetwork _generator;
    private readonly long _memory;
    private readonly CancellationToken _cancellation;
    private Device _device = CPU;
    private int _height;
    private int _stripRows;

    /// <param name="generator">The network, in evaluation or training mode as it stands.</param>
    /// <param name="memory">Bytes that the feature maps may take up; more lets more of them be kept.</param>
    /// <param name="cancellation">Ends the work between two strips.</param>
    public StripedForward(GeneratorNetwork generator, long memory, CancellationToken cancellation = default)
    {
        (_generator, _memory, _cancellation) = (generator, memory, cancellation);
    }

    /// <summary>Rows of a strip, where a test wants a certain number.</summary>
    internal int? StripRows { get; init; }

    /// <summary>Bytes that the feature maps of a whole image need at once: the widest ones and what is made of them.</summary>
    public static long WholeImageBytes(GeneratorOptions options, int height, int width)
    {
        // A U-Net begins at half the sides; skip connections keep maps for later, and join them to others.
        var perFilter = options.Kind switch { GeneratorKind.Unet => 8L, GeneratorKind.SkipResnet => 28L, _ => 20L };
        return perFilter * options.Filters * (height + Reach) * (width + Reach);
    }

    /// <summary>
    /// Bytes that an image needs in strips, at least: two maps of a quarter of its sides, the input or the output, and strips. Skip
    /// connections are made anew from the input and a third such map; the maps of a U-Net, of an eighth and so on, come to as much as two.
    /// </summary>
    public static long LeastBytes(GeneratorOptions options, int height, int width) =>
        ((options.Kind == GeneratorKind.SkipResnet ? 3L : 2L)
                * sizeof(float) * 4 * options.Filters * height * width / (KeptReduction * KeptReduction))
            + (sizeof(float) * (long)options.Channels * height * width * (options.Kind == GeneratorKind.Resnet ? 1 : 2))
            + Math.Max(UsualStrips, Copies * (FewestRows + Reach) * RowBytes(options, width));

    /// <summary>What the generator's <c>call</c> gives, for one image: 1×C×H×W to the same shape.</summary>
    /// <param name="image">The image; it is disposed as soon as it is no longer needed.</param>
    /// <exception cref="OperationCanceledException">It was ended between two strips.</exception>
    public Tensor Run(Tensor image)
    {
        (_device, _height) = (image.device, (int)image.shape[2]);
        _stripRows = StripRows ?? (int)Math.Max(FewestRows, StripBytes / RowBytes(_generator.Options, image.shape[3]));
        using var noGradient = no_grad();
        using var held = new Holdings();
        FeatureMap map = new StoredMap(image.DetachFromDisposeScope());
        held.Add(map);
        var handedOn = new List<FeatureMap> { map };
        for (var position = 0; position < _generator.NamedLayers.Count; position++)
        {
            FeatureMap[] arriving =
            [
                .. _generator.Skips.Where(skip => skip.To == position)
                    .Select(skip => skip.Through.Aggregate(handedOn[skip.From], (source, layer) => Append(source, layer, held))),
            ];
            map = Append(arriving.Length > 0 ? new JoinedMap([.. arriving, map]) : map, _generator.NamedLayers[position].Layer, held);
            handedOn.Add(map);
        }

        var output = StoredMap.Allocate(map.Channels, map.Height, map.Width, _device);
        held.Add(output);
        Fill(output, map);
        return output.Rows(0, output.Height);
    }

    private bool IsReduced => _generator.Precision == Precision.BFloat16;

    // Of a smaller map as much fewer rows as it is smaller: they are made of as many rows of the image.
    private int RowsOf(FeatureMap map) => Math.Max(1, (int)((long)_stripRows * map.Height / _height));

    // What joins a skip connection is three times as wide.
    private static long RowBytes(GeneratorOptions options, long width) =>
        sizeof(float) * options.Filters * width * (options.Kind == GeneratorKind.SkipResnet ? 2 : 1);

    private FeatureMap Append(FeatureMap map, nn.Module layer, Holdings held) => layer switch
    {
        ResidualBlock block => AddBlock(Keep(map, held), block, held),
        ColorBlur => new BlurredMap(new ReflectedMap(map, ColorBlur.Reach)),
        ReflectionPad2d pad => new ReflectedMap(map, MarginOf(pad)),
        Conv2d convolution => Convolve(map, convolution),
        ConvTranspose2d convolution => new TransposedMap(map, convolution),
        Upsample => new UpsampledMap(map),
        GroupNorm => Normalize(map, held),
        nn.Module<Tensor, Tensor> function => new MappedMap(map, function.call),
        _ => throw new InvalidOperationException($"A {layer.GetName()} cannot be run in strips."),
    };

    private ConvolvedMap Convolve(FeatureMap map, Conv2d layer)
    {
        var kernel = (int)layer.weight.shape[2];
        var stride = (int)layer.stride[0];
        return new ConvolvedMap(map, layer, kernel, stride, (int)(layer.padding?[0] ?? 0), IsReduced);
    }

    private static int MarginOf(ReflectionPad2d pad) => (int)pad.padding[0];

    private MappedMap Normalize(FeatureMap map, Holdings held)
    {
        var source = Fits(map, held) ? Keep(map, held) : map;
        var statistics = new ChannelStatistics(source.Channels, _device);
        held.Add(statistics);
        statistics.Add(source, RowsOf(source), _cancellation);
        return new MappedMap(source, rows => statistics.Normalize(rows, Layers.InstanceNormEpsilon));
    }

    private bool Fits(FeatureMap map, Holdings held) =>
        map.Height * KeptReduction <= held.Height || held.MapBytes + map.Bytes <= _memory / 2;

    /// <summary>Computes a map once and for all, and lets go of those it was made of.</summary>
    private StoredMap Keep(FeatureMap map, Holdings held)
    {
        if (map is StoredMap already)
        {
            return already;
        }

        var kept = StoredMap.Allocate(map.Channels, map.Height, map.Width, _device);
        Fill(kept, map);
        // A skip connection may need any of those again.
        if (_generator.Skips.Count > 0)
        {
            held.Add(kept);
        }
        else
        {
            held.Replace(kept);
        }

        return kept;
    }

    private void Fill(StoredMap target, FeatureMap source)
    {
        foreach (var (from, to) in source.Strips(RowsOf(source)))
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            target.Write(from, source.Rows(from, to));
        }
    }

    // x + block(x), with two maps in memory: the second convolution writes over the rows of the first that it has passed.
    private StoredMap AddBlock(StoredMap map, ResidualBlock block, Holdings held)
    {
        var layers = block.LayersInOrder;
        var second = layers.Count - 1;
        while (layers[second] is not Conv2d)
        {
            second--;
        }

        using var inner = StoredMap.Allocate(map.Channels, map.Height, map.Width, _device);
        using var within = new Holdings();
        FeatureMap current = map;
        foreach (var layer in layers.Take(second - 1))
        {
            current = layer is GroupNorm ? NormalizeStored(current, inner, within) : Append(current, layer, within);
        }

        // Behind the first normalisation, up to the margin before the second convolution.
        ConvolveInPlace(inner, current, (Conv2d)layers[second]);
        FeatureMap residual = inner;
        foreach (var layer in layers.Skip(second + 1))
        {
            residual = layer is GroupNorm ? NormalizeStored(residual, inner, within) : Append(residual, layer, within);
        }

        foreach (var (from, to) in map.Strips(RowsOf(map)))
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            map.Rows(from, to).add_(residual.Rows(from, to), alpha: Held(1));
        }

        return map;
    }

    private MappedMap NormalizeStored(FeatureMap map, StoredMap store, Holdings held)
    {
        if (!ReferenceEquals(map, store))
        {
            Fill(store, map);
        }

        return Normalize(store, held);
    }

    // A 3×3 convolution with a mirrored margin of 1. Each row is read one row before and one row after its own; of the row
    // before, which is overwritten by then, a copy is kept.
    private void ConvolveInPlace(StoredMap store, FeatureMap source, Conv2d layer)
    {
        Tensor? before = null;
        foreach (var (from, to) in store.Strips(RowsOf(store)))
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var rows = source.Rows(from, Math.Min(to + 1, store.Height));
            var above = before ?? rows.narrow(2, 1, 1);
            var below = to < store.Height
                ? rows.narrow(2, to - from, 1)
                : to - from > 1 ? rows.narrow(2, to - from - 2, 1) : above;
            var inside = rows.narrow(2, 0, to - from);
            var next = inside.narrow(2, to - from - 1, 1).clone().MoveToOuterDisposeScope();
            var padded = nn.functional.pad(cat([above, inside, below], 2), [1, 1, 0, 0], PaddingModes.Reflect);
            store.Write(from, FastConvolution.OfPadded(padded, layer, IsReduced));
            before?.Dispose();
            before = next;
        }

        before?.Dispose();
    }
}
