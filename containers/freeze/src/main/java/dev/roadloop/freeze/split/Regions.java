package dev.roadloop.freeze.split;

import java.util.HashMap;
import java.util.Map;

/// Things that belong together, directly or through others.
final class Regions {
    private final Map<String, String> parents = new HashMap<>();

    void join(String a, String b) {
        String rootA = root(a);
        String rootB = root(b);
        // The least name is the root, so that the order of joining does not matter.
        if (rootA.compareTo(rootB) < 0) {
            parents.put(rootB, rootA);
        } else if (rootA.compareTo(rootB) > 0) {
            parents.put(rootA, rootB);
        }
    }

    String root(String thing) {
        String root = thing;
        for (String next = parents.get(root); next != null; next = parents.get(root)) {
            root = next;
        }
        String step = thing;
        while (!step.equals(root)) {
            String next = parents.put(step, root);
            step = next == null ? root : next;
        }
        return root;
    }
}
