package tw.vigil.rulecli.proof;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import tw.vigil.rulecli.proof.ProofRun.Outcome;

/// Outcomes in the form that continuous integration reads.
public final class JUnitReport {
    private JUnitReport() {}

    public static void write(Path file, List<Outcome> outcomes) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(writer);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "vigil rules test");
            xml.writeAttribute("tests", Integer.toString(outcomes.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(outcomes.stream()
                            .filter(outcome -> !outcome.passed())
                            .count()));
            for (Outcome outcome : outcomes) {
                xml.writeStartElement("testcase");
                xml.writeAttribute("classname", outcome.rulePath());
                xml.writeAttribute("name", outcome.caseName());
                String failure = outcome.failure();
                if (failure != null) {
                    xml.writeStartElement("failure");
                    xml.writeAttribute("message", failure);
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("cannot write " + file, e);
        }
    }
}
