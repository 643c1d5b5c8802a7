package tw.vigil.ingest.source.desk;

import java.util.List;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

/// Step 3 of the recipe.
class DeskLogTest implements SourceContract {
    private static final String ENTRY =
            "{\"entry\":\"e-1\",\"at\":\"2026-08-20T10:15:30Z\",\"desk\":\"futures\",\"ticket\":\"T-4711\"}";

    @Override
    public Source source() {
        return new DeskLog();
    }

    @Override
    public Example complete() {
        return new Example(
                ENTRY, new Reading.Audit("e-1", SourceContract.at("2026-08-20T10:15:30Z"), "T-4711", "futures", null));
    }

    @Override
    public List<String> strangers() {
        return List.of("{}", "{\"at\":\"2026-08-20T10:15:30Z\"}");
    }

    @Override
    public List<String> withoutTime() {
        return List.of("{\"entry\":\"e-1\"}", "{\"entry\":\"e-1\",\"at\":\"noon\"}");
    }
}
