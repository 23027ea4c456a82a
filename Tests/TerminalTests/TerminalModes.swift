import Glibc

/// The settings of a terminal that a shell would miss.
struct TerminalModes: Hashable, CustomStringConvertible {
  let input, output, control, local: UInt32
  let characters: [UInt8]

  init(of descriptor: Int32) {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    (input, output, control, local) = (modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag)
    characters = withUnsafeBytes(of: &modes.c_cc) { Array($0) }
  }

  var description: String {
    "iflag \(input) oflag \(output) cflag \(control) lflag \(local) cc \(characters)"
  }
}
