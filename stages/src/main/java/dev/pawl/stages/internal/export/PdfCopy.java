// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Pages to be read, with all that is large in files until they are closed. */
record PdfCopy(PDDocument document, Path file) implements Closeable {

    static PdfCopy of(InputStream pages) throws IOException {
        Path file = Files.createTempFile("pawl-pages", ".pdf");
        try (pages) {
            Files.copy(pages, file, StandardCopyOption.REPLACE_EXISTING);
            return new PdfCopy(Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache()), file);
        } catch (IOException | RuntimeException e) {
            Files.delete(file);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            document.close();
        } finally {
            Files.delete(file);
        }
    }
}
