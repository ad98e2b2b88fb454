package dev.roadloop.sweep.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.sweep.spec.Domain;
import dev.roadloop.sweep.spec.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An axis: where values are on it, 0 at its bottom and 1 at its top, and what is written there.
sealed interface Scale {

    /// @return NaN for what is not on it
    double at(JsonNode value);

    List<Tick> ticks();

    /// Whether many trials share a place on it.
    boolean isOfFew();

    /// A mark of an axis.
    record Tick(double at, String label) {}

    static Scale of(Domain domain) {
        return switch (domain) {
            case Domain.Fixed fixed -> new Names(List.of(fixed.value()));
            case Domain.Choice choice -> new Names(choice.values());
            case Domain.Numeric numeric -> ofSpan(numeric.span());
        };
    }

    private static Scale ofSpan(Span span) {
        return new Numbers(span.low(), span.high(), span.log(), span.whole());
    }

    /// Values at equal distances.
    record Names(List<JsonNode> values) implements Scale {
        @Override
        public double at(JsonNode value) {
            int index = values.indexOf(value);
            return index < 0 ? Double.NaN : place(index);
        }

        @Override
        public List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>();
            int every = Math.max(1, (values.size() + 11) / 12);
            for (int i = 0; i < values.size(); i += every) {
                String label = values.get(i).asText();
                ticks.add(
                        new Tick(
                                place(i),
                                label.length() > 14 ? label.substring(0, 13) + "…" : label));
            }
            return ticks;
        }

        @Override
        public boolean isOfFew() {
            return true;
        }

        private double place(int index) {
            return (index + 0.5) / values.size();
        }
    }

    /// Numbers, linear or logarithmic.
    record Numbers(double low, double high, boolean log, boolean whole) implements Scale {
        @Override
        public double at(JsonNode value) {
            return value.isNumber() ? at(value.doubleValue()) : Double.NaN;
        }

        double at(double value) {
            if (high <= low) {
                return 0.5;
            }
            return log
                    ? Math.log(value / low) / Math.log(high / low)
                    : (value - low) / (high - low);
        }

        @Override
        public List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>();
            if (log && high / low >= 10) {
                for (double power = Math.pow(10, Math.ceil(Math.log10(low) - 1e-9));
                        power <= high * (1 + 1e-9);
                        power *= 10) {
                    ticks.add(new Tick(at(power), label(power)));
                }
                return ticks;
            }
            double step = step();
            for (double value = Math.ceil(low / step - 1e-9) * step;
                    value <= high + step * 1e-6;
                    value += step) {
                ticks.add(new Tick(at(Math.abs(value) < step / 1e6 ? 0 : value), label(value)));
            }
            return ticks;
        }

        @Override
        public boolean isOfFew() {
            return whole && high - low < 12;
        }

        private double step() {
            double rough = (high <= low ? 1 : high - low) / 5;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = rough / power < 1.5 ? power : rough / power < 3.5 ? 2 * power : 5 * power;
            return whole ? Math.max(1, Math.rint(step)) : step;
        }

        static String label(double value) {
            double size = Math.abs(value);
            if (size < 1e-12) {
                return "0";
            }
            if (size < 1e-3 || size >= 1e5) {
                return String.format(Locale.ROOT, "%.3g", value)
                        .replaceAll("[.]?0+e", "e")
                        .replaceAll("e([-+])0", "e$1")
                        .replace("e+", "e");
            }
            return java.math.BigDecimal.valueOf(value)
                    .round(new java.math.MathContext(4))
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }
}
