package dev.roadloop.evaluate.report;

/// A part of a page.
///
/// @param id by which links find it
/// @param title its heading, as text
/// @param body HTML
record Section(String id, String title, String body) {

    String html() {
        return "<section id=\"%s\"><h2>%s</h2>%n%s</section>%n"
                .formatted(id, Html.escape(title), body);
    }
}
