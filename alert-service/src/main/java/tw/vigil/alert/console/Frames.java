package tw.vigil.alert.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tw.vigil.alert.accounts.Account;

/// Makes the frame of a page from its request.
@ApplicationScoped
class Frames {
    private final Assets assets;

    Frames(Assets assets) {
        this.assets = assets;
    }

    /// @param section the current entry of the menu, or empty
    /// @param here the page's own address, see [Frame]
    Frame frame(HttpHeaders headers, UriInfo uri, @Nullable Account account, String section, String here) {
        var language = Language.of(headers, uri);
        var labels = Labels.in(language);
        return new Frame(
                language,
                account == null ? null : account.name(),
                account == null
                        ? ""
                        : account.roles().stream().sorted().map(labels::role).collect(Collectors.joining("、")),
                account != null && account.mayAct(),
                section,
                here,
                assets.stylesheet(),
                assets.script());
    }
}
