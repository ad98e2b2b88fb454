package dev.roadloop.inspect;

/// Can every message be decoded?
final class DecodingRule implements Rule {

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        for (Evidence.Observed topic : evidence.topics()) {
            TopicWatch watch = topic.watch();
            long messages = topic.ledger().messages();
            // A topic without any schema promised nothing; its messages are bytes by intent.
            if (!watch.schemaProblem().isEmpty() && !watch.type().isEmpty()) {
                findings.add(
                        Check.UNDECODABLE_TOPIC,
                        topic.name(),
                        watch.schemaProblem() + " Its messages are kept as bytes.",
                        watch.withoutDecoder(),
                        messages);
            }
            if (watch.undecodable() > 0) {
                findings.add(
                        Check.UNDECODABLE_MESSAGES,
                        topic.name(),
                        watch.undecodable()
                                + " of "
                                + messages
                                + " messages do not follow their schema; first: "
                                + watch.firstDecodeProblem(),
                        watch.undecodable(),
                        messages);
            }
        }
    }
}
