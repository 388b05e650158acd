package dev.sluice.postgresql;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Takes any certificate of a server, as {@code sslMode} {@code require} and less want it. */
final class AnyServer implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
