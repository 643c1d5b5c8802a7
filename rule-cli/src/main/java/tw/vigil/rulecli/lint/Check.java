package tw.vigil.rulecli.lint;

/// Every check of `lint`, by its code. Codes are stable: a retired one is not given out again.
/// `docs/lint-checks.md` is written from here.
public enum Check {
    E001(Severity.error, "the engine rejects the rule as a whole", "what the message says is accepted"),
    E002(Severity.error, "the events file beside the rule cannot be read", "a list of cases with name, fires, source"),
    E003(Severity.error, "the file is no YAML 1.2, or has a key twice", "valid YAML; each key once"),
    E010(
            Severity.error,
            "metadata that the engine rejects: id, title, level, status, date, tags, vigil",
            "see message"),
    E011(Severity.error, "a log source that the engine rejects", "category, product, service as text"),
    E012(Severity.error, "a field name or chain of modifiers that is not Sigma", "a legal chain, see message"),
    E013(Severity.error, "a value that its modifiers do not take", "a value of the kind that the message names"),
    E014(
            Severity.error,
            "a condition that is not Sigma, or names a search identifier that is not there",
            "see message"),
    E015(Severity.error, "a correlation that the engine rejects", "type, rules, timespan, condition as in Sigma 2.1"),
    E016(Severity.error, "a filter that the engine rejects", "rules, search identifiers and a condition"),
    E017(Severity.error, "a placeholder without a watch-list", "the name of a file in watch-lists/"),
    E018(Severity.error, "a field mapping that the engine rejects", "see sigma-engine/README.md"),

    W101(Severity.warning, true, "the rule has no id", "a UUID of its own"),
    W102(Severity.warning, "no vigil.key", "the key of the rule catalogue, for example AWS-01"),
    W103(Severity.warning, "no clause tag", "the duty it watches, for example cnfa.art8.3.1"),
    W104(Severity.warning, "a clause tag that is not in clauses.yml", "an id of the clause register"),
    W105(Severity.warning, "no vigil.unit, or an unknown one", "the unit that acts on it"),
    W106(Severity.warning, "no vigil.playbook, or an unknown one", "an id of playbooks.yml"),
    W107(Severity.warning, "false positives that say nothing, such as 'Unknown'", "the good work on which it fires"),
    W108(Severity.warning, "no falsepositives", "a list of the good work on which it fires"),
    W109(Severity.warning, "no vigil.title-zh", "the title in zh-TW"),
    W110(Severity.warning, "no description", "one or two sentences on what happened when it fires"),
    W111(
            Severity.warning,
            "no .events.yml beside the rule: nothing proves it",
            "two events that fire, two near misses"),
    W112(Severity.warning, "fewer than two positive or two negative cases", "two of each"),
    W113(Severity.warning, "an id or catalogue key that another rule has", "one of its own"),
    W114(Severity.warning, "a title that another rule has", "a title that tells them apart"),
    W115(Severity.warning, "no level; it counts as medium", "informational, low, medium, high or critical"),
    W116(Severity.warning, "no ATT&CK tag", "the technique, for example attack.t1685.002"),
    W117(Severity.warning, "an ATT&CK tag of unknown form", "attack.t1078, attack.t1078.004 or attack.<tactic>"),
    W118(Severity.warning, "approved_ports and approved_port_pairs differ", "the same ports in both lists"),
    W119(Severity.warning, "no vigil.description-zh", "the description in zh-TW"),
    W120(Severity.warning, true, "a date not written YYYY-MM-DD", "2026-01-31"),
    W121(Severity.warning, "modified before it was made", "modified on or after date"),
    W122(Severity.warning, "a tag twice", "each tag once"),
    W123(Severity.warning, true, "related type 'obsoletes', which is deprecated", "obsolete"),
    W124(Severity.warning, "a key that looks misspelt; Sigma ignores keys it does not know", "the key it resembles"),
    W125(Severity.warning, "a rule whose status says it is no longer used", "another status, or remove the rule"),
    W126(Severity.warning, "a CCM tag of unknown form", "ccm.<domain>-<number>, for example ccm.log-02"),

    W201(Severity.warning, true, "'all' over a single value", "the item without |all"),
    W202(Severity.warning, true, "a number with contains, startswith or endswith", "the number in quotes"),
    W203(Severity.warning, true, "AND, OR, NOT in capitals; other engines reject them", "and, or, not"),
    W204(Severity.warning, "base64offset without contains matches only exact values", "|base64offset|contains"),
    W205(
            Severity.warning,
            "no witness: nothing that must be there, so the rule is tried on every event",
            "a field with a value"),
    W206(Severity.warning, "a search identifier that no condition uses", "use it, or remove it"),
    W207(Severity.warning, "two search identifiers that say the same", "one of them"),
    W208(Severity.warning, "a blank at an anchored end of a value", "the value without it"),
    W209(Severity.warning, "a value that looks like a placeholder, without expand", "|expand"),
    W210(
            Severity.warning,
            "a contains, startswith or endswith of nothing: holds for any value",
            "a text, or exists: true"),
    W211(
            Severity.warning,
            true,
            "'.*' at an end of a regular expression, which is searched anyway",
            "the expression without it"),
    W212(Severity.warning, true, "a value twice in a list", "each value once"),
    W213(Severity.warning, "values that differ only by case, which Sigma ignores", "one of them, or |cased"),
    W214(Severity.warning, "a condition that can never hold", "a condition that events can meet"),
    W215(
            Severity.warning,
            "a condition that holds where no search identifier does",
            "a positive part before the negation"),
    W216(Severity.warning, true, "'**', which is one wildcard", "*"),
    W217(Severity.warning, true, "a wildcard at an end that the modifier leaves open already", "the value without it"),
    W218(Severity.warning, "a part of a condition twice", "each part once"),
    W219(Severity.warning, "a field that no event of the source shows, one like it does", "the field it resembles"),
    W220(Severity.warning, "a log source that nothing sends, one like it is sent", "the source it resembles"),
    W221(Severity.warning, true, "a log source not in lower case", "lower case"),
    W222(Severity.warning, "a time part or comparison written as a list of one by one numbers", "gte and lte"),
    W223(Severity.warning, "a regular expression that any text meets", "an expression with a literal in it"),
    W224(Severity.warning, "a field twice in a selection with the same meaning", "one list of values"),

    W301(Severity.warning, true, "a timespan in weeks, which only some tools know", "days"),
    W302(Severity.warning, "a timespan in months or years, whose length is an average", "days"),
    W303(Severity.warning, "a timespan longer than events are kept (30 days)", "a shorter one"),
    W304(Severity.warning, "a group-by field that no event of the source shows, one like it does", "that field"),
    W305(Severity.warning, "a count that one event meets", "gte: 2 or more, or a plain detection"),
    W306(Severity.warning, "a temporal correlation of one rule", "two rules or more, or event_count"),
    W307(Severity.warning, "an alias that the correlation does not use", "name it under group-by or field"),
    W308(Severity.warning, "an alias for a rule that the correlation does not refer to", "a rule of its list"),
    W309(Severity.warning, "a rule named twice in a correlation", "each rule once"),
    W310(Severity.warning, "a group-by field twice", "each field once"),
    W311(Severity.warning, "a range that no number is in", "a lower bound below the upper"),
    W312(Severity.warning, "an option for group-by fields without any", "group-by, or leave the option out"),
    W313(
            Severity.warning,
            "a temporal correlation of a count that tells an episode once",
            "vigil: {refire: every} in the rule of the count"),
    W321(Severity.warning, "a filter for a rule that is not there", "id or name of a rule, or any"),
    W322(Severity.warning, "a filter whose condition has no 'not': it keeps what it should drop", "not selection"),
    W323(Severity.warning, "a filter whose log source none of its rules has", "the log source of the rule"),

    W401(Severity.warning, "two cases of one name", "a name for each case"),
    W402(Severity.warning, "the same events in a case that fires and one that does not", "events that differ"),
    W403(Severity.warning, "a case of a source that the rules of the file do not look at", "the source of the rule"),
    W404(Severity.warning, "events without a time, for a rule that depends on it", "the time as the vendor writes it"),
    W405(Severity.warning, "an events file without a rule", "a rule of that name beside it"),
    W406(Severity.warning, "an empty watch-list that the rule needs", "values"),
    W407(Severity.warning, "a value twice in a watch-list", "each value once"),
    W408(Severity.warning, "two rules that detect the same", "one of them"),

    I101(Severity.info, "no status", "experimental, test or stable"),
    I102(Severity.info, "no author", "who wrote it"),
    I103(Severity.info, "no date", "the day it was written"),
    I104(Severity.info, true, "a title that ends with a full stop or has blanks around it", "the title without them"),
    I105(Severity.info, "a title of more than 100 characters", "what happened, in a line"),
    I106(Severity.info, "a tag of a namespace that nothing here reads", "attack, cnfa, ccm, cve …"),
    I201(Severity.info, "a regular expression that is a plain text", "contains, or |cased|contains"),
    I202(
            Severity.info,
            "a value that is only a wildcard: anything that is there and not null",
            "exists: true, if null may count"),
    I203(Severity.info, "a wildcard at the ends instead of a modifier", "contains, startswith or endswith"),
    I204(
            Severity.info,
            "'of them', which takes in every search identifier added later",
            "a pattern such as selection_*"),
    I205(Severity.info, "'1 of' or 'all of' over one search identifier", "its name"),
    I206(Severity.info, "a field that no event of the source shows", "an event that has it, beside the rule"),
    I207(Severity.info, "a log source that no known event comes from", "a source that is configured"),
    I208(Severity.info, "a log source without product: the rule looks at every product", "product and service"),
    I209(Severity.info, "an address prefix as text", "cidr"),
    I210(Severity.info, "more than fifty values in the rule itself", "a watch-list and |expand"),
    I211(Severity.info, "keywords: every value of every event is searched", "a field"),
    I301(Severity.info, "no group-by: all events count together", "the field that tells actors apart"),
    I302(Severity.info, "a condition that can only be judged when the window closes", "patience, or gte"),
    I303(Severity.info, "a correlation that speaks at every event while its condition holds", "suppress, or nothing"),
    I401(Severity.info, true, "blanks at the end of a line", "nothing there"),
    I402(Severity.info, true, "no line end at the end of the file", "one"),
    I403(Severity.info, "a file name that is not lower_case_with_underscores.yml", "such a name");

    /// `error` is rejected at load, `warning` loads and is likely wrong or misses what our packs ask for,
    /// `info` is a matter of taste or speed.
    public enum Severity {
        error,
        warning,
        info
    }

    private final Severity severity;
    private final boolean fixable;
    private final String finds;
    private final String instead;

    Check(Severity severity, String finds, String instead) {
        this(severity, false, finds, instead);
    }

    Check(Severity severity, boolean fixable, String finds, String instead) {
        this.severity = severity;
        this.fixable = fixable;
        this.finds = finds;
        this.instead = instead;
    }

    public Severity severity() {
        return severity;
    }

    /// Whether `--fix` can mend it, where the text allows.
    public boolean fixable() {
        return fixable;
    }

    public String finds() {
        return finds;
    }

    public String instead() {
        return instead;
    }
}
