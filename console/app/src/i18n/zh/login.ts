export default {
  login: {
    title: '登录', about: '请使用本服务的账号登录。服务首次启动时会打印一次性密码。',
    account: '账号', password: '密码', submit: '登录', wrong: '账号或密码错误。',
    locked: '失败次数过多，登录已锁定。{message}',
    change: '修改密码', changeAbout: '新密码至少 12 个字符，UTF-8 编码不超过 72 字节，至少包含 4 种不同字符，且不能由账号名拼成。',
    must: '当前是一次性密码，请先设置您自己的密码。', current: '当前密码',
    fresh: '新密码', repeat: '再次输入新密码', save: '修改密码', changed: '密码已修改。',
    differs: '两次输入的新密码不一致。', length: '新密码至少 12 个字符，且 UTF-8 编码不超过 72 字节。',
    name: '新密码不能与账号名相同。',
  },
}
