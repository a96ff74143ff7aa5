package io.calmend.remote.transport;

import io.calmend.vocabulary.FailureReason;

/** Tells what it means that not WinRM has answered, but the HTTP server before it, or another one. */
public final class WindowsHttp {

    private WindowsHttp() {}

    /** Whether Windows' own HTTP server wrote this {@code Server} header; it stands in front of WinRM and much else. */
    public static boolean wrote(String server) {
        return server.startsWith("Microsoft-HTTPAPI/");
    }

    /** @param status none with which WinRM answers; others than Windows have other reasons for the same number */
    public static FailureReason failure(int status, String server) {
        return status == 503 && wrote(server) ? FailureReason.WINRM_STOPPED : FailureReason.NOT_WINRM;
    }
}
