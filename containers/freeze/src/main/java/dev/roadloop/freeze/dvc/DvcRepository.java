package dev.roadloop.freeze.dvc;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.file.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// A Git repository of one dataset: for each version a commit with the dataset's `.dvc` file, and a
/// tag. Branch `main`. The user's own Git settings play no part.
public final class DvcRepository implements Closeable {
    private static final String BRANCH = "main";
    private static final int MAX_FILE = 1 << 20;

    private final Git git;
    private final Path folder;

    private DvcRepository(Git git, Path folder) {
        this.git = git;
        this.folder = folder;
    }

    /// Opens the repository of a folder, or makes one.
    ///
    /// @throws IOException when it cannot be read or made
    public static DvcRepository open(Path folder) throws IOException {
        try {
            Git git =
                    Files.isDirectory(folder.resolve(Constants.DOT_GIT))
                            ? Git.open(folder.toFile())
                            : Git.init()
                                    .setDirectory(folder.toFile())
                                    .setInitialBranch(BRANCH)
                                    .call();
            return new DvcRepository(git, folder);
        } catch (GitAPIException e) {
            throw new IOException(folder + ": the Git repository cannot be made", e);
        }
    }

    /// Clones what [#bundle] wrote.
    ///
    /// @param folder an empty one
    /// @throws IOException when the bundle cannot be read or the folder not written
    public static DvcRepository cloned(Path bundle, Path folder) throws IOException {
        try {
            Git git =
                    Git.cloneRepository()
                            .setURI(bundle.toUri().toString())
                            .setDirectory(folder.toFile())
                            .setBranch(BRANCH)
                            .call();
            return new DvcRepository(git, folder);
        } catch (GitAPIException e) {
            throw new IOException(bundle + ": the Git bundle cannot be cloned", e);
        }
    }

    /// Writes all branches and tags as one file, from which any Git can clone.
    public void bundle(Path file) throws IOException {
        Repository repository = git.getRepository();
        BundleWriter writer = new BundleWriter(repository);
        ObjectId head = repository.resolve(Constants.R_HEADS + BRANCH);
        if (head == null) {
            throw new IllegalStateException(folder + ": expected a version, found none");
        }
        writer.include(Constants.HEAD, head);
        for (Ref ref : repository.getRefDatabase().getRefs()) {
            if (ref.getName().startsWith(Constants.R_HEADS)
                    || ref.getName().startsWith(Constants.R_TAGS)) {
                writer.include(ref);
            }
        }
        try (OutputStream out = OutputFile.stream(file)) {
            writer.writeBundle(NullProgressMonitor.INSTANCE, out);
        }
    }

    /// The tags of a bundle.
    public List<String> tagsOf(Path bundle) throws IOException {
        try {
            return git.lsRemote().setRemote(bundle.toUri().toString()).setTags(true).call().stream()
                    .map(Ref::getName)
                    .filter(ref -> ref.startsWith(Constants.R_TAGS) && !ref.endsWith("^{}"))
                    .map(ref -> ref.substring(Constants.R_TAGS.length()))
                    .toList();
        } catch (GitAPIException e) {
            throw new IOException(bundle + ": the Git bundle cannot be read", e);
        }
    }

    /// Whether there is a version of that tag.
    public boolean has(String tag) throws IOException {
        return git.getRepository().findRef(Constants.R_TAGS + tag) != null;
    }

    /// The tags of all versions, the newest first.
    public List<String> tags() throws IOException {
        Repository repository = git.getRepository();
        List<String> tags = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            List<Ref> refs = repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS);
            List<RevCommit> commits = new ArrayList<>();
            for (Ref ref : refs) {
                commits.add(walk.parseCommit(ref.getObjectId()));
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < refs.size(); i++) {
                order.add(i);
            }
            order.sort((a, b) ->
                    Integer.compare(
                            commits.get(b).getCommitTime(), commits.get(a).getCommitTime()));
            order.forEach(
                    i -> tags.add(refs.get(i).getName().substring(Constants.R_TAGS.length())));
        }
        return tags;
    }

    /// Commits files, if any changed, and tags the commit.
    ///
    /// @param paths of the files, which are written already
    /// @param tag the version's, not taken yet; null for a version that has its tag
    /// @param message what the commit says
    /// @param now when
    /// @throws IOException when Git cannot write
    public void commit(List<String> paths, @Nullable String tag, String message, Instant now)
            throws IOException {
        PersonIdent author = new PersonIdent("Roadloop", "roadloop@localhost", now, ZoneOffset.UTC);
        try {
            for (String path : paths) {
                git.add().addFilepattern(path).call();
            }
            if (tag == null && !git.status().call().hasUncommittedChanges()) {
                return;
            }
            git.commit()
                    .setAuthor(author)
                    .setCommitter(author)
                    .setMessage(message)
                    .setAllowEmpty(true)
                    .setNoVerify(true)
                    .setSign(false)
                    .call();
            if (tag == null) {
                return;
            }
            git.tag().setName(tag).setMessage(message).setTagger(author).setSigned(false).call();
        } catch (GitAPIException e) {
            throw new IOException(folder + ": a version cannot be committed", e);
        }
    }

    /// A small file as a version had it.
    ///
    /// @param revision a tag, or null for the newest
    /// @return empty when that version has no such file
    /// @throws CallerException when there is no such version
    public Optional<String> file(String path, @Nullable String revision) throws IOException {
        Repository repository = git.getRepository();
        ObjectId commit = repository.resolve((revision == null ? "HEAD" : revision) + "^{commit}");
        if (commit == null) {
            throw new CallerException(
                    "%s: expected a version %s, found %s"
                            .formatted(folder, revision, tags().stream().limit(20).toList()));
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit parsed = walk.parseCommit(commit);
            try (TreeWalk tree = TreeWalk.forPath(repository, path, parsed.getTree())) {
                if (tree == null) {
                    return Optional.empty();
                }
                ObjectLoader loader = repository.open(tree.getObjectId(0));
                return Optional.of(new String(loader.getBytes(MAX_FILE), StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() {
        git.close();
    }
}
