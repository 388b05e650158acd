package dev.sluice.postgresql;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads certificates: X.509 or PKCS#7, in DER or PEM, any number in a file. What the file is called does not matter: the
 * endings mean one thing here and another there.
 */
final class CertificateFile {
    private static final String CURE = "Name a file with X.509 certificates, in PEM, DER or PKCS#7 (.p7b) form";

    private CertificateFile() {}

    /** Returns at least one certificate, in the order of the file. */
    static List<X509Certificate> read(TlsFile file) {
        byte[] content = file.read();
        if (content.length == 0) {
            throw file.fault("the file is empty", CURE, null);
        }
        List<Pem> blocks = Pem.blocks(content);
        List<X509Certificate> certificates = blocks.isEmpty() ? certificates(content, file) : inBlocks(blocks, file);
        if (certificates.isEmpty()) {
            throw file.fault("there is no certificate in the file" + labels(blocks), CURE, null);
        }
        return certificates;
    }

    private static List<X509Certificate> inBlocks(List<Pem> blocks, TlsFile file) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : blocks) {
            if (block.label().equals("TRUSTED CERTIFICATE")) {
                throw file.fault(
                        "TRUSTED CERTIFICATE is a form of OpenSSL's own",
                        "Make a certificate of it: openssl x509 -in " + file.path() + " -out certificate.pem",
                        null);
            }
            if (block.label().endsWith("CERTIFICATE")
                    || block.label().equals("PKCS7")
                    || block.label().equals("CMS")) {
                byte[] der = block.der()
                        .orElseThrow(() -> file.fault("the block " + block.label() + " is damaged", CURE, null));
                certificates.addAll(certificates(der, file));
            }
        }
        return certificates;
    }

    private static List<X509Certificate> certificates(byte[] der, TlsFile file) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw file.fault("this is not a certificate", CURE, e);
        }
    }

    private static String labels(List<Pem> blocks) {
        return blocks.isEmpty()
                ? ""
                : "; it holds "
                        + String.join(", ", blocks.stream().map(Pem::label).toList());
    }
}
