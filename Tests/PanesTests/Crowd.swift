import MemoryModel
import Simulation

/// Large address spaces with known numbers: the same mappings every time.
enum Crowd {
  /// The default scenario inside a process of so many VMAs.
  static func scenario(_ scenario: Scenario, count: Int) -> Scenario {
    var scenario = scenario
    scenario.process = image(count)
    return scenario
  }

  static func image(_ count: Int) -> ProcessImage {
    var mappings: [ImageMapping] = []
    var state: UInt64 = 1
    func random(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
    var page: UInt64 = 0x5_5d0c_0a00
    for number in 0..<count - 1 {
      // The last third lies where libraries do.
      if number == count * 2 / 3 { page = 0x7_f3a0_0000 }
      let pages = 1 + Int(random(40))
      mappings.append(mapping(page, pages, number))
      page += UInt64(pages) + random(3) * random(1 << 12)
    }
    mappings.append(
      ImageMapping(
        range: AddressRange(VirtualAddress(0x7ffd_8a1c_0000), pages: 33), protection: [.read, .write],
        isShared: false, offset: 0, device: "00:00", inode: 0, name: "[stack]"))
    return ProcessImage(name: "crowd", pid: 77, mappings: mappings)
  }

  private static func mapping(_ page: UInt64, _ pages: Int, _ number: Int) -> ImageMapping {
    let isFile = number % 3 == 0
    return ImageMapping(
      range: AddressRange(VirtualAddress(page << 12), pages: pages),
      protection: number % 2 == 0 ? [.read, .execute] : [.read, .write], isShared: number % 6 == 0, offset: 0,
      device: isFile ? "08:01" : "00:00", inode: isFile ? UInt64(1000 + number) : 0,
      name: isFile ? "/usr/lib/lib\(number).so" : "")
  }
}
