package tw.vigil.alert.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The pages of the console; each is a file in `templates/console`.
@CheckedTemplate(basePath = "console")
final class Pages {
    private Pages() {}

    static native TemplateInstance signIn(Frame frame, boolean failed);

    static native TemplateInstance alerts(Frame frame, AlertListView list);

    static native TemplateInstance alert(Frame frame, AlertView view);

    static native TemplateInstance message(Frame frame, String title, String text);
}
