package dev.roadloop.convert.table;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names of the columns of one table or nested struct. Athena wants letters, digits and `_`, and
/// ignores case.
public final class ColumnNames {

    private final Set<String> taken = new HashSet<>();

    /// A name that no other column has: `wanted`, with other characters as `_`, and `_2`, `_3`…
    /// where it is taken.
    public String claim(String wanted) {
        String base = wanted.replaceAll("[^A-Za-z0-9_]", "_");
        if (base.isEmpty() || Character.isDigit(base.charAt(0))) {
            base = "_" + base;
        }
        String name = base;
        for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = base + "_" + n;
        }
        return name;
    }
}
