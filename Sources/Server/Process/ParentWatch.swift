// ParentWatch: tells when the process that started this one has ended, however it ended, so that a killed test runner leaves no
// server behind.
//
// On Linux this is not PR_SET_PDEATHSIG, which fires when the *thread* that started this process ends: test runners start their
// servers from threads that come and go.

import Dispatch

#if canImport(Glibc)
    import CLinux
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Watches the process's parent until it is let go.
final class ParentWatch {
    private let source: any DispatchSourceProtocol

    /// - Parameters:
    ///   - parent: Who started this process, as `getppid` told at the very start.
    ///   - isAdopted: Whether this process has left its parent by itself, as a daemon does.
    ///   - didEnd: Called on `queue` once the parent has ended, at once if it has already. May be called again.
    init(parent: pid_t, isAdopted: Bool, queue: DispatchQueue, didEnd: @escaping @Sendable () -> Void) {
        // Whoever adopts an orphan is not the one who started it.
        let hasEnded: @Sendable () -> Bool = {
            isAdopted ? kill(parent, 0) != 0 && errno == ESRCH : getppid() != parent
        }
        if let told = ParentWatch.makeSource(parent, queue) {
            told.setEventHandler(handler: didEnd)
            source = told
        } else {
            // Where the system does not tell, look every now and then.
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now(), repeating: .milliseconds(200), leeway: .milliseconds(50))
            timer.setEventHandler { if hasEnded() { didEnd() } }
            source = timer
        }
        source.activate()
        if hasEnded() || !isAdopted && ParentWatch.isAdoptive(parent) { queue.async(execute: didEnd) }
    }

    /// Whether the parent, as it was at the very start, is already one that adopts orphans: whoever started this process was gone
    /// before it could look. A child is of its parent's session unless it begins one of its own; who adopts is of another.
    private static func isAdoptive(_ parent: pid_t) -> Bool {
        let session = getsid(0)
        return session != getpid() && getsid(parent) != session
    }

    deinit { source.cancel() }

    #if canImport(Glibc)
        private static func makeSource(_ parent: pid_t, _ queue: DispatchQueue) -> (any DispatchSourceProtocol)? {
            guard let process = try? Descriptor(open_process(parent), from: "pidfd_open") else { return nil }
            let source = DispatchSource.makeReadSource(fileDescriptor: process.number, queue: queue)
            // The source keeps the descriptor open until it has been cancelled.
            let owner = Owner(process)
            source.setCancelHandler { withExtendedLifetime(owner) {} }
            return source
        }

        private final class Owner: Sendable {
            private let descriptor: Descriptor
            init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
        }
    #else
        private static func makeSource(_ parent: pid_t, _ queue: DispatchQueue) -> (any DispatchSourceProtocol)? {
            DispatchSource.makeProcessSource(identifier: parent, eventMask: .exit, queue: queue)
        }
    #endif
}
