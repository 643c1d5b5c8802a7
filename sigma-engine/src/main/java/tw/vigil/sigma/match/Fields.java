package tw.vigil.sigma.match;

/// The fields of one event by number, however the event is held.
public interface Fields {

    FieldValues field(int number);
}
