// The commands of a cluster, as a server answers them that is none: clients ask in order to find that out.

enum ClusterCommands {
    static func refuse(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        throw CommandError("ERR This instance has cluster support disabled")
    }
}
