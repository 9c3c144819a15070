package io.pgbaton.notifier.message;

import io.pgbaton.contracts.Severity;
import java.util.Map;

/// The HTML of a mail. No colours of its own for text and ground, so a dark mail reader keeps it readable; the one
/// colour, a bar for the severity, reads on both.
final class HtmlText {

    private HtmlText() {}

    record Page(Severity severity, String what, Map<String, String> facts, Map<String, String> data, String footer) {}

    static String render(Page page) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="supported-color-schemes" content="light dark">
                </head>
                <body style="margin:0;padding:16px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;\
                font-size:15px;line-height:1.45">
                <div style="max-width:600px;border-left:4px solid %s;padding-left:14px">
                <p style="margin:0 0 14px;font-size:17px;font-weight:600">%s</p>
                %s%s</div>
                <p style="margin:20px 0 0;font-size:12px;opacity:.7">%s</p>
                </body>
                </html>
                """.formatted(
                        colour(page.severity),
                        escaped(page.what),
                        table(page.facts),
                        page.data.isEmpty() ? "" : heading() + table(page.data),
                        escaped(page.footer));
    }

    private static String heading() {
        return "<p style=\"margin:16px 0 4px;font-size:13px;font-weight:600;opacity:.7\">Details</p>\n";
    }

    private static String table(Map<String, String> rows) {
        StringBuilder table =
                new StringBuilder("<table role=\"presentation\" style=\"border-collapse:collapse;font-size:14px\">\n");
        rows.forEach((name, value) -> table.append("<tr><td style=\"padding:2px 16px 2px 0;opacity:.7;")
                .append("vertical-align:top;white-space:nowrap\">")
                .append(escaped(name))
                .append("</td><td style=\"padding:2px 0;vertical-align:top;word-break:break-word\">")
                .append(escaped(value))
                .append("</td></tr>\n"));
        return table.append("</table>\n").toString();
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case CRITICAL, ERROR -> "#d93838";
            case WARNING -> "#d98a00";
            case NOTICE -> "#2f81d9";
            case INFO -> "#808894";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
