package dev.roadloop.opensearch;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Where a cluster answers, which of its indexes is meant, and by what right it is asked.
///
/// @param address scheme, host and port, without a path
/// @param index the index's name: lower-case letters, digits, `-`, `_` and `.`, a letter first
/// @param access by what right
public record OpenSearchEndpoint(URI address, String index, Access access) {

    /// The setting with the user's name, for clusters with passwords.
    public static final String USER = "ROADLOOP_INDEX_USER";

    /// The setting with the password.
    public static final String PASSWORD = "ROADLOOP_INDEX_PASSWORD";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,199}");
    private static final Pattern DOMAIN =
            Pattern.compile(".+\\.([a-z0-9-]+)\\.es\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern SERVERLESS = Pattern.compile(".+\\.aoss\\.amazonaws\\.com");
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    /// @throws IllegalArgumentException saying what is wrong: another scheme than HTTP, a password
    ///   in the address or sent in the clear to another machine, a name that OpenSearch does not
    ///   take
    public OpenSearchEndpoint {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException(
                    "'" + address + "': expected an address such as https://search.example.org");
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    address.getHost()
                            + ": a password does not belong into an address; set "
                            + USER
                            + " and "
                            + PASSWORD);
        }
        if (!NAME.matcher(index).matches()) {
            throw new IllegalArgumentException(
                    "index '"
                            + index
                            + "': expected lower-case letters, digits, '-', '_' and '.', at most"
                            + " 200, a letter first");
        }
        if (!(access instanceof Access.Open)
                && "http".equals(scheme)
                && !THIS_MACHINE.contains(address.getHost())) {
            throw new IllegalArgumentException(
                    address + ": credentials are sent by https only; expected an https address");
        }
    }

    /// Reads an address as people give it: `https://search.example.org:9200`, or with the index
    /// behind it, `https://search.example.org/drives`. Domains of Amazon OpenSearch Service are
    /// spoken to with AWS credentials, others with the password in the environment, or openly.
    ///
    /// @param index the index where the address names none
    /// @param env for the password
    /// @param credentials asked for where the address is Amazon's
    /// @throws IllegalArgumentException saying what is wrong
    public static OpenSearchEndpoint parse(
            String text,
            String index,
            Map<String, String> env,
            Supplier<AwsCredentialsProvider> credentials) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected an address such as https://search.example.org", e);
        }
        String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || path.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected host, port and at most the name of an index");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (SERVERLESS.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    host
                            + " is a collection of OpenSearch Serverless; expected a domain of"
                            + " OpenSearch Service or a cluster of one's own");
        }
        Matcher domain = DOMAIN.matcher(host);
        Access access =
                domain.matches()
                        ? new Access.Signed(credentials.get(), domain.group(1))
                        : password(env);
        return new OpenSearchEndpoint(
                uri.getHost() == null ? uri : address(uri), path.isEmpty() ? index : path, access);
    }

    /// The name that an index of a table has where nobody gave it another.
    public static String indexOf(String table) {
        String name = "roadloop-" + table.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
        return name.substring(0, Math.min(200, name.length()));
    }

    private static URI address(URI uri) {
        String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return URI.create(uri.getScheme() + "://" + user + uri.getHost() + port);
    }

    private static Access password(Map<String, String> env) {
        String user = env.getOrDefault(USER, "");
        String password = env.getOrDefault(PASSWORD, "");
        if (user.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected both " + USER + " and " + PASSWORD + " or neither, found one");
        }
        return user.isEmpty() ? new Access.Open() : new Access.Password(user, password);
    }
}
