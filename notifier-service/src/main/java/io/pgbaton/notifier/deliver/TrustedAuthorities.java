package io.pgbaton.notifier.deliver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// TLS that trusts the certificates of a PEM file and no others.
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    public static SSLSocketFactory sockets(String pem) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(pem));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static KeyStore store(String pem) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                store.setCertificateEntry("authority-" + number++, each);
            }
            if (number == 0) {
                throw new GeneralSecurityException("no certificate in it");
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("no certificate can be read from it", e);
        }
    }
}
