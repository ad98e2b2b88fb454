package dev.roadloop.inspect;

/// Is it a recording with messages, and not absurdly broad?
final class ContentsRule implements Rule {

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        for (Evidence.Unreadable file : evidence.unreadable()) {
            findings.add(Check.UNREADABLE_FILE, null, file.message(), file.bytes());
        }
        int found = evidence.topics().size();
        if (found == 0 && evidence.unreadable().isEmpty()) {
            int files = evidence.files().size();
            findings.add(
                    Check.NO_MESSAGES,
                    null,
                    "expected messages, found none in " + files + " readable recording(s)",
                    0,
                    files);
        }
        int most = evidence.policy().contents().maxTopics();
        if (found > most) {
            findings.add(
                    Check.TOO_MANY_TOPICS,
                    null,
                    "expected at most "
                            + most
                            + " topics, found "
                            + found
                            + "; each would become a table of its own",
                    found,
                    most);
        }
    }
}
