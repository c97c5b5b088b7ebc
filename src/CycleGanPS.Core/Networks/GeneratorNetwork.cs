using CycleGanPS.Core.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CycleGanPS.Core.Networks;

/// <summary>
/// A generator. Takes N×C×H×W in [−1, 1] and gives the same shape in [−1, 1]; H and W are multiples of
/// <see cref="GeneratorOptions.SideMultiple"/> and at least <see cref="GeneratorOptions.SmallestSide"/>. Whatever its kind, it is a row of
/// layers, and skip connections past some of them.
/// </summary>
internal abstract class GeneratorNetwork : Module<Tensor, Tensor>
{
    private readonly Stage[] _stages;

    /// <param name="name">What the network is called.</param>
    /// <param name="options">What it is like.</param>
    /// <param name="layers">Its layers in order, under the names that their weights have in files, such as "model.10".</param>
    /// <param name="skips">Its skip connections, in the order in which their channels come.</param>
    protected GeneratorNetwork(
        string name, GeneratorOptions options, IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers, IEnumerable<SkipConnection> skips)
        : base(name)
    {
        (Options, NamedLayers, Skips) = (options, [.. layers], [.. skips]);
        LayersInOrder = [.. NamedLayers.Select(entry => entry.Layer)];
        _stages = [.. Cut(LayersInOrder, Skips)];
        foreach (var group in NamedLayers.GroupBy(entry => entry.Name.Split('.')[0]))
        {
            register_module(group.Key, Nested(group, 1));
        }
    }

    public GeneratorOptions Options { get; }

    /// <summary>The layers one after another, with the names of their weights.</summary>
    internal IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> NamedLayers { get; }

    /// <summary>The layers alone.</summary>
    internal IReadOnlyList<Module<Tensor, Tensor>> LayersInOrder { get; }

    internal IReadOnlyList<SkipConnection> Skips { get; }

    /// <summary>The number format of the convolutions, but for the last; everything else is float32, and so are the weights.</summary>
    public Precision Precision
    {
        get;
        set
        {
            field = value;
            foreach (var block in LayersInOrder.OfType<ResidualBlock>())
            {
                block.Precision = value;
            }
        }
    }

    /// <summary>A generator as the options say; its weights are to be initialised or loaded.</summary>
    public static GeneratorNetwork For(GeneratorOptions options) =>
        options.Kind == GeneratorKind.Unet ? new UnetGenerator(options) : new ResnetGenerator(options);

    public override Tensor forward(Tensor input) => Run(input, CancellationToken.None);

    /// <summary>The translation of N×C×H×W in [−1, 1], of the same shape and range.</summary>
    /// <exception cref="OperationCanceledException">It was ended between two layers.</exception>
    public Tensor Run(Tensor input, CancellationToken cancellation)
    {
        var waiting = new Dictionary<int, Tensor>();
        var current = input;
        foreach (var stage in _stages)
        {
            waiting[stage.From] = current;
            var joined = Join(stage.From, waiting);
            current = Layers.Chain(stage.Layers, joined, Precision == Precision.BFloat16, cancellation);
            if (!ReferenceEquals(joined, waiting[stage.From]))
            {
                joined.Dispose();
            }

            // Without autograd a large picture's maps are given back as soon as no skip connection needs them any more.
            foreach (var position in waiting.Keys.Where(position => !Skips.Any(skip => skip.From == position && skip.To > stage.From)).ToList())
            {
                if (!ReferenceEquals(waiting[position], input))
                {
                    waiting[position].Dispose();
                }

                waiting.Remove(position);
            }
        }

        return current;
    }

    // What the layer at a position gets: all that is handed on to it, then what the layer before it gave.
    private Tensor Join(int position, Dictionary<int, Tensor> waiting)
    {
        SkipConnection[] arriving = [.. Skips.Where(skip => skip.To == position)];
        if (arriving.Length == 0)
        {
            return waiting[position];
        }

        Tensor[] parts = [.. arriving.Select(skip => Layers.Chain(skip.Through, waiting[skip.From])), waiting[position]];
        var joined = cat(parts, 1);
        foreach (var (part, _) in parts.Zip(arriving).Where(pair => pair.Second.Through.Count > 0))
        {
            part.Dispose();
        }

        return joined;
    }

    // Skip connections begin and end between two stages.
    private static IEnumerable<Stage> Cut(IReadOnlyList<Module<Tensor, Tensor>> layers, IReadOnlyList<SkipConnection> skips)
    {
        int[] cuts = [0, .. skips.Select(skip => skip.From), .. skips.Select(skip => skip.To), layers.Count];
        int[] ordered = [.. cuts.Distinct().Order()];
        return ordered.Zip(ordered.Skip(1), (from, to) => new Stage(from, [.. layers.Take(to).Skip(from)]));
    }

    // A layer "a.b.c" is the child c of the child b of the child a, as it is in the public code bases.
    private static Module<Tensor, Tensor> Nested(IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers, int depth) => Sequential(
    [
        .. layers.GroupBy(entry => entry.Name.Split('.')[depth]).Select(group =>
            (group.Key, group.First().Name.Split('.').Length == depth + 1 ? group.First().Layer : Nested(group, depth + 1))),
    ]);

    private sealed record Stage(int From, IReadOnlyList<Module<Tensor, Tensor>> Layers);
}
