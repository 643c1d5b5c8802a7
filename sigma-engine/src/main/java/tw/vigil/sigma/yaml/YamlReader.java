package tw.vigil.sigma.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tw.vigil.sigma.yaml.YamlNode.Entry;
import tw.vigil.sigma.yaml.YamlNode.Mapping;
import tw.vigil.sigma.yaml.YamlNode.Scalar;
import tw.vigil.sigma.yaml.YamlNode.Sequence;

/// Reads the documents of a YAML 1.2 file (core schema) from parser events. Builds no objects by tag; refuses
/// explicit tags, merge keys, duplicate keys and keys that are not scalars; bounds size, depth and what
/// aliases expand to.
public final class YamlReader {

    public static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    public static final int MAX_DEPTH = 64;
    public static final int MAX_NODES = 200_000;

    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int nodes;

    private record Anchored(YamlNode node, int size) {}

    /// Thrown to leave the file: what follows would only be consequences.
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Position position;

        Stop(Position position, String message) {
            super(message, null, false, false);
            this.position = position;
        }
    }

    private YamlReader(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /// The documents that are not empty. After a syntax error only the documents before it.
    public static List<YamlNode> read(String text, Problems problems) {
        List<YamlNode> documents = new ArrayList<>();
        if (text.length() > MAX_CHARACTERS) {
            problems.add(Position.START, "the file is longer than " + MAX_CHARACTERS + " characters; split it");
            return documents;
        }
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(MAX_CHARACTERS)
                    .setUseMarks(true)
                    .build();
            var reader = new YamlReader(new Parse(settings).parseString(text).iterator(), problems);
            reader.documents(documents);
        } catch (Stop e) {
            problems.add(e.position, String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            problems.add(position(e.getProblemMark()), "not YAML 1.2: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(Position.START, "not YAML 1.2: " + e.getMessage());
        }
        return documents;
    }

    private void documents(List<YamlNode> documents) {
        while (events.hasNext()) {
            var event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                anchors.clear();
                var root = node(events.next(), 1);
                boolean empty = root instanceof Scalar s
                        && s.kind() == YamlNode.Kind.NULL
                        && s.text().isEmpty();
                if (!empty) {
                    documents.add(root);
                }
            }
        }
    }

    private YamlNode node(Event event, int depth) {
        var position = position(event.getStartMark());
        if (depth > MAX_DEPTH) {
            throw new Stop(position, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias.getAlias().getValue(), position);
        }
        int before = nodes;
        count(1, position);
        YamlNode node = switch (event) {
            case ScalarEvent scalar -> scalar(scalar, position);
            case SequenceStartEvent sequence -> sequence(sequence, position, depth);
            case MappingStartEvent mapping -> mapping(mapping, position, depth);
            default -> throw new Stop(position, "not YAML 1.2: unexpected " + event.getEventId());
        };
        if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
            anchors.put(anchored.getAnchor().get().getValue(), new Anchored(node, nodes - before));
        }
        return node;
    }

    private YamlNode alias(String name, Position position) {
        var anchored = anchors.get(name);
        if (anchored == null) {
            throw new Stop(position, "alias *" + name + " has no anchor before it");
        }
        count(anchored.size, position);
        return anchored.node;
    }

    private void count(int more, Position position) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new Stop(position, "more than " + MAX_NODES + " values, aliases expanded; split the file");
        }
    }

    private YamlNode scalar(ScalarEvent event, Position position) {
        refuseTag(event.getTag(), position);
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        boolean quoted = event.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                || event.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
        var content = quoted ? position.plusColumns(1) : position;
        return plain
                ? CoreSchema.resolve(event.getValue(), position)
                : new Scalar(YamlNode.Kind.STRING, event.getValue(), false, position, content);
    }

    private Sequence sequence(SequenceStartEvent event, Position position, int depth) {
        refuseTag(event.getTag(), position);
        List<YamlNode> items = new ArrayList<>();
        for (var next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Sequence(items, position);
    }

    private Mapping mapping(MappingStartEvent event, Position position, int depth) {
        refuseTag(event.getTag(), position);
        List<Entry> entries = new ArrayList<>();
        var seen = new HashSet<String>();
        for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            var key = key(node(next, depth + 1));
            var value = node(events.next(), depth + 1);
            if (key == null) {
                continue;
            }
            if (!seen.add(key.text())) {
                problems.add(key, "duplicate key '" + key.text() + "'; each key may occur once in a map");
            } else if (key.text().equals("<<") && key.plain()) {
                problems.add(key, "merge keys (<<) are not part of YAML 1.2; write the entries out");
            } else {
                entries.add(new Entry(key, value));
            }
        }
        return new Mapping(entries, position);
    }

    private @Nullable Scalar key(YamlNode node) {
        if (node instanceof Scalar scalar) {
            return scalar;
        }
        problems.add(node, "a key must be a scalar, not " + node.described());
        return null;
    }

    private void refuseTag(Optional<String> tag, Position position) {
        tag.ifPresent(t -> problems.add(position, "type tags (" + t + ") are not accepted; leave the tag out"));
    }

    private static Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
    }
}
