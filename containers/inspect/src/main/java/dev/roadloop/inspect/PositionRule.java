package dev.roadloop.inspect;

/// Are there positions without a place?
final class PositionRule implements Rule {

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        Positions positions = evidence.positions();
        if (positions.invalid() > 0) {
            findings.add(
                    Check.POSITION_WITHOUT_FIX,
                    null,
                    positions.invalid()
                            + " of "
                            + (positions.invalid() + positions.fixes())
                            + " positions are no place on Earth or were reported without a fix;"
                            + " they are not used",
                    positions.invalid(),
                    positions.fixes());
        }
    }
}
