package dev.roadloop.convert.can;

import dev.roadloop.convert.can.CanSignal.Bits;
import dev.roadloop.convert.can.CanSignal.Encoding;
import dev.roadloop.convert.can.CanSignal.Presence;
import dev.roadloop.convert.can.CanSignal.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Parses one DBC file. Statements that say nothing about how frames decode are passed over.
final class DbcParser {

    private static final long MAX_ID = 0xFFFF_FFFFL;
    private static final int MAX_BYTES = 64;
    private static final int MAX_MESSAGES = 20_000;
    private static final int MAX_SIGNALS = 2_000;
    private static final int MAX_LABELS = 70_000;

    /// Holds signals of no message.
    private static final String INDEPENDENT = "VECTOR__INDEPENDENT_SIG_MSG";

    private final DbcTokens tokens;
    private final Map<Long, Draft> messages = new TreeMap<>();

    DbcParser(String source, String text) {
        this.tokens = new DbcTokens(source, text);
    }

    CanDatabase parse() {
        boolean any = false;
        while (tokens.kind() != DbcTokens.Kind.END) {
            any = true;
            switch (tokens.value()) {
                case "BO_" -> message();
                case "VAL_" -> labels();
                case "SIG_VALTYPE_" -> floatingPoint();
                case "SG_MUL_VAL_" -> multiplexing();
                default -> skip();
            }
        }
        if (!any) {
            throw tokens.problem("a DBC file");
        }
        Map<Long, CanMessage> complete = new TreeMap<>();
        messages.forEach((id, draft) -> {
            if (!draft.name.equals(INDEPENDENT)) {
                complete.put(id, draft.complete(id));
            }
        });
        return new CanDatabase(complete);
    }

    /// To the next statement, which begins at the margin.
    private void skip() {
        do {
            tokens.take();
        } while (tokens.kind() != DbcTokens.Kind.END && !tokens.atMargin());
    }

    private void message() {
        tokens.take();
        long id = tokens.whole("a message id", 0, MAX_ID);
        Draft draft = new Draft(tokens.word("a message name"));
        tokens.expect(":");
        draft.size = (int) tokens.whole("a size in bytes", 0, 1 << 20);
        tokens.word("a transmitter");
        if (messages.put(id, draft) != null || messages.size() > MAX_MESSAGES) {
            throw tokens.refusal(
                    "message id " + id + " is there twice, or one of more than " + MAX_MESSAGES);
        }
        while (tokens.is("SG_")) {
            signal(draft);
        }
    }

    private void signal(Draft message) {
        tokens.take();
        SignalDraft signal = new SignalDraft(tokens.word("a signal name"));
        if (!tokens.is(":")) {
            signal.multiplexed(tokens);
        }
        tokens.expect(":");
        signal.start = (int) tokens.whole("a start bit", 0, 8 * MAX_BYTES - 1);
        tokens.expect("|");
        signal.length = (int) tokens.whole("a length in bits", 1, Long.SIZE);
        tokens.expect("@");
        order(signal);
        tokens.expect("(");
        signal.factor = tokens.real("a factor");
        tokens.expect(",");
        signal.offset = tokens.real("an offset");
        tokens.expect(")");
        tokens.expect("[");
        tokens.real("a minimum");
        tokens.expect("|");
        tokens.real("a maximum");
        tokens.expect("]");
        signal.unit = tokens.text("a unit");
        while (tokens.kind() == DbcTokens.Kind.WORD && !tokens.atMargin() && !tokens.is("SG_")
                || tokens.is(",")) {
            tokens.take();
        }
        boolean fits =
                message.name.equals(INDEPENDENT) || signal.bits().bytesNeeded() <= message.size;
        if (!fits) {
            throw tokens.refusal(
                    "signal %s needs %d bytes, message %s has %d"
                            .formatted(
                                    signal.name,
                                    signal.bits().bytesNeeded(),
                                    message.name,
                                    message.size));
        }
        boolean twice = message.signals.put(signal.name, signal) != null;
        if (twice || message.signals.size() > MAX_SIGNALS) {
            throw tokens.refusal(
                    "message %s has signal %s twice, or more than %d"
                            .formatted(message.name, signal.name, MAX_SIGNALS));
        }
    }

    /// `1+` and its like: byte order and sign. They may stand apart.
    private void order(SignalDraft signal) {
        long order = tokens.whole("a byte order", 0, 1);
        signal.intel = order == 1;
        if (!tokens.is("+") && !tokens.is("-")) {
            throw tokens.problem("'+' or '-'");
        }
        signal.encoding = tokens.take().equals("-") ? Encoding.SIGNED : Encoding.UNSIGNED;
    }

    /// `VAL_ <id> <signal> <number> "<label>" … ;`; those of environment variables have no id.
    private void labels() {
        tokens.take();
        if (tokens.kind() != DbcTokens.Kind.NUMBER) {
            skip();
            return;
        }
        SignalDraft signal = named();
        while (!tokens.is(";")) {
            long number = tokens.whole("a number", Long.MIN_VALUE, Long.MAX_VALUE);
            String label = tokens.text("a label");
            if (signal != null && signal.labels.size() < MAX_LABELS) {
                signal.labels.put(number, label);
            }
        }
        tokens.take();
    }

    private void floatingPoint() {
        tokens.take();
        SignalDraft signal = named();
        if (tokens.is(":")) {
            tokens.take();
        }
        long type = tokens.whole("a value type", 0, 3);
        tokens.expect(";");
        if (signal == null || type != 1 && type != 2) {
            return;
        }
        int length = type == 1 ? Float.SIZE : Double.SIZE;
        if (signal.length != length) {
            throw tokens.refusal(
                    "signal %s is floating-point: expected %d bits, found %d"
                            .formatted(signal.name, length, signal.length));
        }
        signal.encoding = type == 1 ? Encoding.FLOAT : Encoding.DOUBLE;
    }

    /// `SG_MUL_VAL_ <id> <signal> <selector> <first>-<last>, …;`
    private void multiplexing() {
        tokens.take();
        SignalDraft signal = named();
        String selector = tokens.word("a selecting signal");
        List<Range> ranges = new ArrayList<>();
        while (!tokens.is(";")) {
            long first = tokens.whole("a first number", 0, Long.MAX_VALUE);
            if (tokens.is("-")) {
                tokens.take();
            }
            // A number right behind the dash is read with it as its sign.
            long last = Math.abs(tokens.whole("a last number", -Long.MAX_VALUE, Long.MAX_VALUE));
            ranges.add(new Range(first, last));
            if (tokens.is(",")) {
                tokens.take();
            }
        }
        tokens.take();
        if (signal != null) {
            signal.presence = new Presence(selector, ranges);
        }
    }

    /// The signal that a statement is about; null where the file does not have it.
    private @Nullable SignalDraft named() {
        long id = tokens.whole("a message id", 0, MAX_ID);
        String name = tokens.word("a signal name");
        Draft message = messages.get(id);
        return message == null ? null : message.signals.get(name);
    }

    private final class Draft {
        private final String name;
        private final Map<String, SignalDraft> signals = new LinkedHashMap<>();
        private int size;

        Draft(String name) {
            this.name = name;
        }

        CanMessage complete(long id) {
            List<String> selectors =
                    signals.values().stream()
                            .filter(signal -> signal.selects)
                            .map(signal -> signal.name)
                            .toList();
            List<CanSignal> complete = new ArrayList<>();
            try {
                for (SignalDraft signal : signals.values()) {
                    complete.add(signal.complete(name, selectors));
                }
                return new CanMessage(id, name, size, complete);
            } catch (IllegalArgumentException e) {
                throw tokens.refusal(String.valueOf(e.getMessage()));
            }
        }
    }

    private static final class SignalDraft {
        private final String name;
        private final Map<Long, String> labels = new HashMap<>();
        private int start;
        private int length;
        private boolean intel;
        private boolean selects;
        private @Nullable Long selectedBy;
        private @Nullable Presence presence;
        private Encoding encoding = Encoding.UNSIGNED;
        private double factor;
        private double offset;
        private String unit = "";

        SignalDraft(String name) {
            this.name = name;
        }

        /// `M`, `m3` or `m3M`.
        void multiplexed(DbcTokens tokens) {
            String mark = tokens.value();
            if (!mark.matches("M|m\\d{1,9}M?")) {
                throw tokens.problem("':', 'M' or 'm' and a number");
            }
            selects = mark.endsWith("M");
            if (mark.startsWith("m")) {
                selectedBy = Long.valueOf(mark.replaceAll("\\D", ""));
            }
            tokens.take();
        }

        Bits bits() {
            return new Bits(start, length, intel);
        }

        CanSignal complete(String message, List<String> selectors) {
            Presence when = presence;
            Long number = selectedBy;
            if (when == null && number != null) {
                List<String> others =
                        selectors.stream().filter(other -> !other.equals(name)).toList();
                if (others.size() != 1) {
                    throw new IllegalArgumentException(
                            "message %s: signal %s is multiplexed; expected one selecting signal or SG_MUL_VAL_, found %s"
                                    .formatted(message, name, others));
                }
                when = new Presence(others.getFirst(), List.of(new Range(number, number)));
            }
            return new CanSignal(name, bits(), encoding, factor, offset, unit, labels, when);
        }
    }
}
