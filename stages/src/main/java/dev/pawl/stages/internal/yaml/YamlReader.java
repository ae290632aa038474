// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.yaml;

import dev.pawl.stages.internal.yaml.YamlNode.Field;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Items;
import dev.pawl.stages.internal.yaml.YamlNode.Refused;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document from the parser's events: its tree of nodes would follow aliases, which are refused here. What is
 * refused leaves a {@link Refused} behind, so that the rest can be looked at.
 */
public final class YamlReader {

    static final int MAX_DEPTH = 50;

    private final Iterator<Event> events;
    private final Problems problems;
    private int depth;

    private YamlReader(String text, Problems problems) {
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
        this.problems = problems;
    }

    /** The document, or null where it is empty or is no YAML. */
    public static @Nullable YamlNode read(String text, Problems problems) {
        try {
            return new YamlReader(text, problems).document();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            problems.add(
                    mark.map(m -> place(m, "")).orElse(Place.START),
                    "this is not YAML: " + (context + e.getProblem()).replaceAll("\\s+", " "),
                    "mend it, and check again: what comes after it was not looked at");
        } catch (ReaderException e) {
            problems.add(
                    placeOf(text, e.getPosition()),
                    "character U+%04X may not stand in YAML".formatted(e.getCodePoint()),
                    "leave it out, or write it as an escape in a text in double quotes");
        } catch (YamlEngineException e) {
            problems.add(Place.START, "this is not YAML: " + e.getMessage(), "mend it, and check again");
        }
        return null;
    }

    private @Nullable YamlNode document() {
        YamlNode root = null;
        boolean first = true;
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == ID.DocumentStart) {
                if (!first) {
                    problems.add(
                            place(event, ""),
                            "a second document begins here",
                            "keep one pipeline in a file, without --- or ... after its beginning");
                    return root;
                }
                first = false;
                root = node(events.next(), "");
            }
        }
        return root instanceof Scalar scalar && scalar.type() == Scalar.Type.NOTHING ? null : root;
    }

    private YamlNode node(Event event, String path) {
        Place place = place(event, path);
        if (event instanceof AliasEvent alias) {
            problems.add(place, "alias *" + alias.getAlias() + " is not supported", "write the value out");
            return new Refused(place);
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.add(
                    place,
                    "anchor &" + node.getAnchor().get() + " is not supported",
                    "leave it out, and write values out");
        }
        tag(event)
                .ifPresent(tag -> problems.add(
                        place, "tag " + tag.replace("tag:yaml.org,2002:", "!!") + " is not supported", "leave it out"));
        if (event instanceof ScalarEvent scalar) {
            return new Scalar(place, scalar.getValue(), Scalars.typeOf(scalar));
        }
        if (depth == MAX_DEPTH) {
            problems.add(place, "this is nested deeper than " + MAX_DEPTH + " levels", "make it flatter");
            skip();
            return new Refused(place);
        }
        depth++;
        YamlNode node = event.getEventId() == ID.SequenceStart ? items(place) : fields(place);
        depth--;
        return node;
    }

    private Items items(Place place) {
        List<YamlNode> values = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != ID.SequenceEnd; event = events.next()) {
            values.add(node(event, place.path() + "[" + values.size() + "]"));
        }
        return new Items(place, values);
    }

    private Fields fields(Place place) {
        List<Field> fields = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (Event event = events.next(); event.getEventId() != ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event, place.path());
            if (!(key instanceof Scalar name)) {
                if (!(key instanceof Refused)) {
                    problems.add(key.place(), "a key is " + key.words(), "use a text as the key");
                }
                node(events.next(), place.path());
                continue;
            }
            Place at = key.place().under(name.value());
            YamlNode value = node(events.next(), at.path());
            Place before = seen.putIfAbsent(name.value(), at);
            if (before == null) {
                fields.add(new Field(at, name.value(), value));
            } else {
                problems.add(
                        at,
                        "key `" + name.value() + "` is here twice",
                        "keep this one or the one in line " + before.line());
            }
        }
        return new Fields(place, fields);
    }

    /** Leaves out the rest of a list or mapping that has begun. */
    private void skip() {
        for (int open = 1; open > 0; ) {
            switch (events.next().getEventId()) {
                case SequenceStart, MappingStart -> open++;
                case SequenceEnd, MappingEnd -> open--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
        }
    }

    private static Optional<String> tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
    }

    private static Place place(Event event, String path) {
        return event.getStartMark().map(mark -> place(mark, path)).orElse(Place.START);
    }

    private static Place place(Mark mark, String path) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, path);
    }

    /** The place of the character at that index. */
    public static Place placeOf(String text, int index) {
        String before = text.substring(0, Math.min(index, text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Place(line, before.length() - before.lastIndexOf('\n'), "");
    }
}
