namespace CycleGanPS.Core.Metrics.Inception;

/// <summary>Shares out the memory of a batch.</summary>
internal sealed class MapsPlan
{
    private readonly List<MapsPlace> _kept = [];

    /// <summary>Floats that an image needs.</summary>
    public nint Floats { get; private set; }

    /// <summary>A place for maps, the first that is large enough.</summary>
    public MapsPlace Take(int height, int width, int channels)
    {
        var place = new MapsPlace(0, 0, height, width, channels, channels);
        foreach (var other in _kept.OrderBy(other => other.Start).TakeWhile(other => other.Start < place.Start + place.Floats))
        {
            place = place with { Start = other.Start + other.Floats };
        }

        _kept.Add(place);
        Floats = Math.Max(Floats, place.Start + place.Floats);
        return place;
    }

    /// <summary>Lets the places of all other maps be used again.</summary>
    public MapsPlace KeepOnly(MapsPlace place)
    {
        _kept.RemoveAll(other => other != place);
        return place;
    }
}
