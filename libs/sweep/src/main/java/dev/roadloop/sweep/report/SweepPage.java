package dev.roadloop.sweep.report;

import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.spec.Goal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A sweep as one HTML file that needs nothing else.
public final class SweepPage {

    private static final String STYLE =
            """
            :root{color-scheme:light dark}
            :root,svg{--paper:#fff;--ink:#1c2430;--faint:#6b7686;--line:#d5dae1;--mark:#f1f4f8}
            body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
            margin:0 auto;padding:24px 32px 64px;max-width:1100px}
            h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 8px}
            .lead{color:var(--faint);margin:0 0 20px}.plot{overflow-x:auto}
            .cards{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0}
            .card{background:var(--mark);border-radius:8px;padding:10px 16px;min-width:110px}
            .card b{display:block;font-size:20px}.card span{color:var(--faint);font-size:13px}
            svg text{font:12px system-ui,sans-serif;fill:var(--ink)}
            svg .name{font-weight:600;font-size:13px}svg .tick{fill:var(--faint)}
            svg .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-opacity:.85}
            svg .axis{stroke:#8a94a3}svg .grid{stroke:var(--line)}
            svg .trial{fill:none;stroke-opacity:.8;stroke-linejoin:round}
            svg .trial:hover{stroke-width:4;stroke-opacity:1}
            svg .best{fill:none;stroke:#1c246e;stroke-width:1.5;stroke-dasharray:4 3}
            table{border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
            th,td{padding:4px 14px 4px 0;border-bottom:1px solid var(--line);text-align:right;
            white-space:nowrap}th{color:var(--faint);font-weight:600}
            td.text,th.text{text-align:left}tr.top td{font-weight:600;background:var(--mark)}
            td.why{white-space:normal;max-width:360px;color:#a33}
            .key{color:var(--faint);font-size:13px}
            .swatch{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
            @media(prefers-color-scheme:dark){svg{background:var(--paper);border-radius:8px}
            :root{--paper:#10161d;--ink:#e6ebf0;--faint:#93a1af;--line:#2b3743;--mark:#18212b}
            .swatch{outline:1px solid var(--faint)}td.why{color:#f0776d}}
            @media(max-width:600px){body{padding:16px 12px 40px}}
            """;

    private final Standing standing;
    private final Tints tints;

    private SweepPage(Standing standing) {
        this.standing = standing;
        this.tints = new Tints(standing);
    }

    /// The page.
    public static String html(Standing standing) {
        return new SweepPage(standing).page();
    }

    private String page() {
        String name = standing.spec().name().isEmpty() ? "Sweep" : standing.spec().name();
        Svg page = new Svg();
        page.add(
                        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta"
                                + " name='viewport' content='width=device-width'><title>")
                .text(name)
                .add("</title><style>%s</style></head><body><h1>", STYLE)
                .text(name)
                .add("</h1><p class='lead'>")
                .text(lead())
                .add("</p>");
        cards(page);
        best(page);
        page.add("<h2>Parameters and what came of them</h2><div class='plot'>")
                .add("%s", new ParallelCoordinates(standing, tints).svg())
                .add("</div>");
        key(page);
        page.add("<h2>How the search went</h2><div class='plot'>")
                .add("%s", new History(standing, tints).svg())
                .add("</div><p class='key'>Upwards: ")
                .text(standing.spec().metric())
                .add(" of each trial. Filled: ran to its end. Hollow: stopped before.</p>");
        table(page);
        return page.add("</body></html>\n").toString();
    }

    private String lead() {
        List<String> reached =
                standing.spec().early().rungs().stream()
                        .filter(rung ->
                                standing.trials().stream()
                                        .anyMatch(trial -> trial.iterations() >= rung))
                        .map(String::valueOf)
                        .toList();
        String rungs =
                reached.isEmpty()
                        ? ""
                        : ", compared after "
                                + String.join(", ", reached)
                                + " looks, one of "
                                + Scale.Numbers.label(standing.spec().early().eta())
                                + " went on";
        return "%s search for the %s %s, seed %d%s"
                .formatted(
                        standing.spec().method().name().toLowerCase(Locale.ROOT),
                        standing.spec().goal() == Goal.MINIMIZE ? "lowest" : "highest",
                        standing.spec().metric(),
                        standing.opened().seed(),
                        rungs);
    }

    private void cards(Svg page) {
        page.add("<div class='cards'>");
        Trial best = standing.best();
        if (best != null) {
            card(page, TrialText.value(best), "best " + standing.spec().metric());
        }
        card(page, Integer.toString(standing.trials().size()), "trials");
        for (Status status : Status.values()) {
            long count =
                    standing.trials().stream().filter(trial -> trial.status() == status).count();
            if (count > 0) {
                card(page, Long.toString(count), status.name().toLowerCase(Locale.ROOT));
            }
        }
        card(page, time(standing.seconds()), "of training, all together");
        page.add("</div>");
    }

    private static void card(Svg page, String value, String what) {
        page.add("<div class='card'><b>")
                .text(value)
                .add("</b><span>")
                .text(what)
                .add("</span></div>");
    }

    private void best(Svg page) {
        Trial best = standing.best();
        if (best == null) {
            page.add("<p>No trial has a value of the metric.</p>");
            return;
        }
        page.add("<h2>Best configuration</h2><table>");
        best.configuration()
                .values()
                .forEach((name, value) -> row(page, name, TrialText.value(value)));
        page.add("</table><p class='key'>Trial %d, ", best.number())
                .text(TrialText.status(best))
                .add(". ");
        for (Map.Entry<String, Double> metric : best.metrics().entrySet()) {
            page.text(metric.getKey() + " " + Scale.Numbers.label(metric.getValue())).add(" · ");
        }
        page.text(time(best.seconds())).add("</p>");
    }

    private static void row(Svg page, String name, String value) {
        page.add("<tr><td class='text'>").text(name).add("</td><td class='text'>");
        page.text(value).add("</td></tr>");
    }

    private static void key(Svg page) {
        page.add("<p class='key'>");
        for (double goodness : new double[] {1, 0.67, 0.33, 0}) {
            page.add("<span class='swatch' style='background:%s'></span>", Tints.of(goodness));
        }
        page.add(
                "from the best to the worst, by rank. Thick: the best. Dashed: stopped before its"
                        + " end, so its value is of a shorter training.</p>");
    }

    private void table(Svg page) {
        List<String> names = List.copyOf(standing.spec().parameters().keySet());
        page.add(
                        "<h2>Trials</h2><div class='plot'><table><tr><th>trial</th><th"
                                + " class='text'>status</th><th>")
                .text(standing.spec().metric())
                .add("</th>");
        names.forEach(name -> page.add("<th>").text(name).add("</th>"));
        page.add("<th>time</th></tr>");
        Trial best = standing.best();
        standing.trials().stream()
                .sorted(
                        Comparator.comparing((Trial trial) -> trial.status() != Status.COMPLETED)
                                .thenComparing(trial -> Tints.cost(standing, trial))
                                .thenComparing(Trial::number))
                .forEach(trial -> {
                    boolean top = best != null && best.number() == trial.number();
                    page.add(
                                    "<tr%s><td>%d</td><td class='text'>",
                                    top ? " class='top'" : "", trial.number())
                            .add(
                                    "<span class='swatch' style='background:%s'></span>",
                                    trial.value() == null ? "transparent" : tints.of(trial))
                            .text(TrialText.status(trial))
                            .add("</td><td>")
                            .text(TrialText.value(trial))
                            .add("</td>");
                    names.forEach(name ->
                            page.add("<td>")
                                    .text(TrialText.value(trial.configuration().get(name)))
                                    .add("</td>"));
                    page.add("<td>").text(time(trial.seconds())).add("</td>");
                    String why = trial.message();
                    if (why != null) {
                        page.add("<td class='text why'>").text(why).add("</td>");
                    }
                    page.add("</tr>");
                });
        page.add("</table></div>");
    }

    private static String time(double seconds) {
        Duration time = Duration.ofMillis((long) (1000 * seconds));
        if (time.toMinutes() < 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return time.toHours() < 1
                ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
                : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
}
