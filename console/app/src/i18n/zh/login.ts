export default {
  login: {
    title: '登录', about: '请使用本服务的账号登录。首次启动会显示初始密码，或将其写入数据目录的 console.password；遗失后可用 hongyan admin account password 重置。',
    account: '账号', password: '密码', submit: '登录', wrong: '账号或密码错误。',
    locked: '失败次数过多，登录已锁定。{message}',
    change: '修改密码', changeAbout: '新密码至少 12 个字符，UTF-8 编码不超过 72 字节，至少包含 4 种不同字符，且不能由账号名拼成。',
    must: '当前是一次性密码，请先设置您自己的密码。', current: '当前密码',
    fresh: '新密码', repeat: '再次输入新密码', save: '修改密码', changed: '密码已修改。',
    differs: '两次输入的新密码不一致。', length: '新密码至少 12 个字符，且 UTF-8 编码不超过 72 字节。',
    name: '新密码不能与账号名相同。',
    sso: {
      button: '单点登录',
      expired: '本次登录超过 10 分钟、已被使用，或是在另一个浏览器中发起的。请重新登录。',
      locked: '从此处进行的单点登录失败次数过多。请等待几分钟后重试。',
      refused: '登录提供方拒绝了登录。',
      role: '您已在登录提供方登录，但在本控制台没有角色。请联系本服务的管理员分配角色。',
      token: '登录提供方的应答不可信，因此未登录。请重新登录；若仍失败，请告知本服务的管理员。',
      unreachable: '目前无法访问登录提供方。仍可使用账号和密码登录。',
    },
  },
}
