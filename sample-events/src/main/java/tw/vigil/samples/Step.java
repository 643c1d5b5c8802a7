package tw.vigil.samples;

import java.util.List;

/// One step of a played story: what happens, and the records that tell of it.
///
/// @param source id of the source that the records come by, for example `aws.cloudtrail`
/// @param title for the person who watches, zh-TW and English
/// @param expected catalogue keys of the rules that ought to speak; empty for background
public record Step(String source, String title, List<byte[]> records, List<String> expected) {

    public static final String CLOUDTRAIL = "aws.cloudtrail";
    public static final String KUBERNETES = "kubernetes.audit";

    public Step {
        records = List.copyOf(records);
        expected = List.copyOf(expected);
    }
}
