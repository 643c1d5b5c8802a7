package tw.vigil.sigma;

/// A YAML file as read: rules, a filter, a correlation, a field mapping.
///
/// @param path how problems name the file; any text that helps a person to find it
public record RuleFile(String path, String text) {}
